// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

/// What a threshold does to labelled lines. Immutable.
///
/// @param held lines at or above it
/// @param hits those of them where that is right
/// @param positives lines that should be held
public record Outcome(double threshold, int held, int hits, int positives) {
    /// How many of what is held is right.
    public Proportion precision() {
        return new Proportion(hits, held);
    }

    /// How many of what should be held is.
    public Proportion recall() {
        return new Proportion(hits, positives);
    }

    /// The harmonic mean of both, 0 when nothing is right.
    double f1() {
        return hits == 0 ? 0 : 2.0 * hits / (held + positives);
    }
}
