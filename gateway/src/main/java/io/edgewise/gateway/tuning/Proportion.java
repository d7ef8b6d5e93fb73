// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

/// So many of so many, with the interval in which the true share lies in 95 of 100 such counts. Immutable.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. Unlike the
/// interval that is symmetric it stays within 0 and 1, and is honest for few lines.
///
/// @param hits at most `of`
public record Proportion(int hits, int of) {
    /// The normal distribution's 97.5th percentile: 2.5 % are left out on each side.
    private static final double Z = 1.959964;

    public Proportion {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException("expected 0 to " + of + " hits, got " + hits);
        }
    }

    /// The share; not a number where there is nothing to count.
    public double value() {
        return (double) hits / of;
    }

    /// The lower end of the interval.
    public double low() {
        return of == 0 ? 0 : Math.max(0, middle() - half());
    }

    /// The upper end of the interval.
    public double high() {
        return of == 0 ? 1 : Math.min(1, middle() + half());
    }

    /// Whether two intervals have a share in common.
    public boolean overlaps(Proportion other) {
        return low() <= other.high() && other.low() <= high();
    }

    private double middle() {
        return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double half() {
        return Z / (1 + Z * Z / of) * Math.sqrt(value() * (1 - value()) / of + Z * Z / (4.0 * of * of));
    }
}
