// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Tells a token's position by turning pairs of numbers of each head, each pair at its own speed (RoPE).
/// Immutable.
///
/// @param width numbers of a head that turn, even; those behind them stand still
/// @param base of the speeds: pair `i` turns by `base ^ (-2 i / width)` with each token
/// @param scaling what a model for longer texts makes of the speeds
public record Rotation(int width, double base, Scaling scaling) {
    /// What becomes of a speed.
    public sealed interface Scaling {
        double of(double speed);
    }

    /// Nothing.
    public record Unscaled() implements Scaling {
        @Override
        public double of(double speed) {
            return speed;
        }
    }

    /// All are slower by one factor.
    public record Evenly(double factor) implements Scaling {
        @Override
        public double of(double speed) {
            return speed / factor;
        }
    }

    /// Slow pairs are slower by a factor, fast ones are as they were, those between are between. As Llama 3.1
    /// does.
    ///
    /// @param low turns within the trained positions below which a pair counts as slow
    /// @param high turns above which it counts as fast
    /// @param positions that it was first trained with
    public record BySpeed(double factor, double low, double high, double positions) implements Scaling {
        @Override
        public double of(double speed) {
            double turns = positions * speed / (2 * Math.PI);
            if (turns < low) {
                return speed / factor;
            }
            double kept = turns > high ? 1 : (turns - low) / (high - low);
            return (1 - kept) * speed / factor + kept * speed;
        }
    }

    /// The table of cosines.
    ///
    /// @param positions its rows
    /// @param headWidth its columns
    public Weights cosines(int positions, int headWidth) {
        return new Table("cosines", positions, headWidth, this, Math::cos, 1);
    }

    /// The table of sines, negative in the first half: turned is `x * cosines + swapped halves of x * sines`.
    public Weights sines(int positions, int headWidth) {
        return new Table("sines", positions, headWidth, this, Math::sin, -1);
    }

    private double speed(int pair) {
        return pair < width / 2 ? scaling.of(Math.pow(base, -2.0 * pair / width)) : 0;
    }

    private record Table(
            String name, int positions, int headWidth, Rotation rotation, DoubleUnaryOperator wave, int firstSign)
            implements Weights {
        @Override
        public List<Integer> shape() {
            return List.of(positions, headWidth);
        }

        @Override
        public void row(int row, float[] target) {
            int half = headWidth / 2;
            for (int i = 0; i < half; i++) {
                double value = wave.applyAsDouble(row * rotation.speed(i));
                target[i] = (float) (firstSign * value);
                target[half + i] = (float) value;
            }
        }
    }
}
