// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Arrays;

/// What the numbers of an 8- or 16-bit tensor stand for: `real = scale * (number - zero point)`, with one
/// scale for the whole tensor, or one for each index of a dimension ("per channel"). Immutable.
public final class Quantization {
    private final float[] scales;
    private final int[] zeroPoints;
    private final int dimension;

    /// @param scales one, or one for each channel
    /// @param zeroPoints as many
    /// @param dimension that the channels belong to
    /// @throws IllegalArgumentException when there are none, or not as many of one as of the other
    public Quantization(float[] scales, int[] zeroPoints, int dimension) {
        if (scales.length == 0 || scales.length != zeroPoints.length) {
            throw new IllegalArgumentException(scales.length + " scales and " + zeroPoints.length + " zero points");
        }
        this.scales = scales.clone();
        this.zeroPoints = zeroPoints.clone();
        this.dimension = dimension;
    }

    /// How many scales there are; 1 when one serves the whole tensor.
    public int channels() {
        return scales.length;
    }

    /// Whether each index of [#dimension] has a scale of its own.
    public boolean isPerChannel() {
        return scales.length > 1;
    }

    /// The dimension that the channels belong to; without meaning when there is one scale.
    public int dimension() {
        return dimension;
    }

    /// The scale of a channel.
    public float scale(int channel) {
        return scales[channel];
    }

    /// The number that stands for zero in a channel.
    public int zeroPoint(int channel) {
        return zeroPoints[channel];
    }

    float real(int number, int channel) {
        return scales[channel] * (number - zeroPoints[channel]);
    }

    /// The nearest number that the type can hold; not-a-number becomes the zero point.
    int number(float real, int channel, int least, int most) {
        long nearest = Math.round((double) real / scales[channel]) + zeroPoints[channel];
        return Math.clamp(nearest, least, most);
    }

    /// The channel of each element of a tensor of this shape is `index / step % channels`; this is the step.
    int step(Shape shape) {
        int step = 1;
        for (int i = dimension + 1; i < shape.rank(); i++) {
            step *= shape.get(i);
        }
        return Math.max(step, 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantization q
                && Arrays.equals(scales, q.scales)
                && Arrays.equals(zeroPoints, q.zeroPoints)
                && (dimension == q.dimension || !isPerChannel());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scales) + Arrays.hashCode(zeroPoints);
    }

    /// As `scale 0.5, zero point 3`, or `64 scales along dimension 0`.
    @Override
    public String toString() {
        return isPerChannel()
                ? scales.length + " scales along dimension " + dimension
                : "scale " + scales[0] + ", zero point " + zeroPoints[0];
    }
}
