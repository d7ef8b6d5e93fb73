// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// Turns a raw logit into a score that can be read as a probability (Platt scaling, fitted on held-out training
/// data). Immutable.
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines", 1999.
///
/// @param scale slope; positive, so that the order of texts is kept
/// @param offset added to the scaled logit
public record Calibration(double scale, double offset) {
    /// The plain sigmoid.
    public static final Calibration IDENTITY = new Calibration(1, 0);

    public Calibration {
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "calibration: expected a positive scale and a finite offset, got " + scale + " and " + offset);
        }
    }

    /// The score of a logit, 0 to 1.
    public double score(double logit) {
        return 1 / (1 + Math.exp(-(scale * logit + offset)));
    }
}
