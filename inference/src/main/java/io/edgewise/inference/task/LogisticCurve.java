// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.List;

/// Turns a similarity into the logit of *this is one of them*. Immutable.
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines", 1999, with his smoothed targets, so
/// that a curve through kinds that don't overlap stays finite.
///
/// @param scale slope, above 0 where those of the class are more similar than the others
/// @param offset logit of a similarity of 0
record LogisticCurve(double scale, double offset) {
    private static final int MOST_STEPS = 100;
    private static final double CLOSE_ENOUGH = 1e-9;
    private static final double RIDGE = 1e-3;

    double logit(double similarity) {
        return scale * similarity + offset;
    }

    /// The curve that tells two kinds of similarities apart, by Newton's method; both kinds weigh the same,
    /// however many there are of either.
    static LogisticCurve between(List<Double> own, List<Double> other) {
        LogisticCurve curve = new LogisticCurve(1, 0);
        for (int step = 0; step < MOST_STEPS; step++) {
            Slopes slopes = new Slopes();
            slopes.add(curve, own, (own.size() + 1.0) / (own.size() + 2.0));
            slopes.add(curve, other, 1 / (other.size() + 2.0));
            LogisticCurve next = slopes.next(curve);
            if (Math.abs(next.scale - curve.scale) + Math.abs(next.offset - curve.offset) < CLOSE_ENOUGH) {
                return next;
            }
            curve = next;
        }
        return curve;
    }

    /// First and second derivatives of the loss. Confined to one step.
    private static final class Slopes {
        private double byScale;
        private double byOffset;
        private double scaleScale = RIDGE;
        private double scaleOffset;
        private double offsetOffset = RIDGE;

        void add(LogisticCurve curve, List<Double> similarities, double target) {
            for (double similarity : similarities) {
                double probability = 1 / (1 + Math.exp(-curve.logit(similarity)));
                double error = (probability - target) / similarities.size();
                double bend = probability * (1 - probability) / similarities.size();
                byScale += error * similarity;
                byOffset += error;
                scaleScale += bend * similarity * similarity;
                scaleOffset += bend * similarity;
                offsetOffset += bend;
            }
        }

        LogisticCurve next(LogisticCurve curve) {
            double determinant = scaleScale * offsetOffset - scaleOffset * scaleOffset;
            return new LogisticCurve(
                    curve.scale - (offsetOffset * byScale - scaleOffset * byOffset) / determinant,
                    curve.offset - (scaleScale * byOffset - scaleOffset * byScale) / determinant);
        }
    }
}
