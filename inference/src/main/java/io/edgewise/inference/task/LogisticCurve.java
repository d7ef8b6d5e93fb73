// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Turns a similarity into the logit of *this is one of them*. Immutable.
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines", 1999, with his smoothed targets, so that
/// a curve through kinds that don't overlap stays finite; found by Newton's method with steps that are halved until
/// they help (H.-T. Lin, C.-J. Lin, R. Weng, "A note on Platt's probabilistic outputs", 2007).
///
/// @param scale slope, above 0 where those of the class are more similar than the others
/// @param offset logit of a similarity of 0
record LogisticCurve(double scale, double offset) {
    private static final int MOST_STEPS = 100;
    private static final double CLOSE_ENOUGH = 1e-9;
    private static final double RIDGE = 1e-9;
    private static final double SHORTEST_STEP = 1e-6;

    double logit(double similarity) {
        return scale * similarity + offset;
    }

    /// The curve that tells two kinds of similarities apart; both kinds weigh the same, however many there are of
    /// either. Where all are the same, it says so little of each that neither kind is likelier.
    static LogisticCurve between(List<Double> own, List<Double> other) {
        double mean = numbers(own, other).average().orElse(0);
        double spread = Math.sqrt(
                numbers(own, other).map(s -> (s - mean) * (s - mean)).average().orElse(0));
        if (spread == 0) {
            return new LogisticCurve(0, 0);
        }
        // Some encoders have all texts within a narrow cone: there, a slope of thousands is right.
        LogisticCurve standard = standard(scaled(own, mean, spread), scaled(other, mean, spread));
        double scale = standard.scale / spread;
        return new LogisticCurve(scale, standard.offset - scale * mean);
    }

    private static DoubleStream numbers(List<Double> own, List<Double> other) {
        return Stream.of(own, other).flatMap(List::stream).mapToDouble(Double::doubleValue);
    }

    private static double[] scaled(List<Double> similarities, double mean, double spread) {
        return similarities.stream().mapToDouble(s -> (s - mean) / spread).toArray();
    }

    private static LogisticCurve standard(double[] own, double[] other) {
        Fit fit = new Fit(own, other);
        LogisticCurve curve = new LogisticCurve(0, 0);
        for (int step = 0; step < MOST_STEPS; step++) {
            LogisticCurve next = fit.better(curve);
            double moved = Math.abs(next.scale - curve.scale) + Math.abs(next.offset - curve.offset);
            curve = next;
            if (moved < CLOSE_ENOUGH) {
                break;
            }
        }
        return curve;
    }

    /// The two kinds, and how well a curve tells them apart. Confined to one thread.
    private static final class Fit {
        private final double[] own;
        private final double[] other;

        Fit(double[] own, double[] other) {
            this.own = own;
            this.other = other;
        }

        private double ownTarget() {
            return (own.length + 1.0) / (own.length + 2.0);
        }

        private double otherTarget() {
            return 1 / (other.length + 2.0);
        }

        double loss(LogisticCurve curve) {
            return loss(curve, own, ownTarget()) + loss(curve, other, otherTarget());
        }

        private static double loss(LogisticCurve curve, double[] similarities, double target) {
            double sum = 0;
            for (double similarity : similarities) {
                double logit = curve.logit(similarity);
                // -target log p - (1 - target) log (1 - p), which does not overflow.
                sum += Math.max(logit, 0) - target * logit + Math.log1p(Math.exp(-Math.abs(logit)));
            }
            return sum / similarities.length;
        }

        LogisticCurve better(LogisticCurve curve) {
            Slopes slopes = new Slopes();
            slopes.add(curve, own, ownTarget());
            slopes.add(curve, other, otherTarget());
            double before = loss(curve);
            for (double share = 1; share > SHORTEST_STEP; share /= 2) {
                LogisticCurve next = slopes.next(curve, share);
                if (loss(next) < before) {
                    return next;
                }
            }
            return curve;
        }
    }

    /// First and second derivatives of the loss. Confined to one step.
    private static final class Slopes {
        private double byScale;
        private double byOffset;
        private double scaleScale = RIDGE;
        private double scaleOffset;
        private double offsetOffset = RIDGE;

        void add(LogisticCurve curve, double[] similarities, double target) {
            for (double similarity : similarities) {
                double probability = 1 / (1 + Math.exp(-curve.logit(similarity)));
                double error = (probability - target) / similarities.length;
                double bend = probability * (1 - probability) / similarities.length;
                byScale += error * similarity;
                byOffset += error;
                scaleScale += bend * similarity * similarity;
                scaleOffset += bend * similarity;
                offsetOffset += bend;
            }
        }

        LogisticCurve next(LogisticCurve curve, double share) {
            double determinant = scaleScale * offsetOffset - scaleOffset * scaleOffset;
            return new LogisticCurve(
                    curve.scale - share * (offsetOffset * byScale - scaleOffset * byOffset) / determinant,
                    curve.offset - share * (scaleScale * byOffset - scaleOffset * byScale) / determinant);
        }
    }
}
