// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Arrays;
import java.util.List;

/// The dimensions of a tensor, outermost first. Immutable.
public final class Shape {
    private final int[] dimensions;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
    }

    /// @throws IllegalArgumentException for a negative dimension
    public static Shape of(int... dimensions) {
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(dimensions) + ": no dimension is negative");
            }
        }
        return new Shape(dimensions.clone());
    }

    /// How many dimensions there are.
    public int rank() {
        return dimensions.length;
    }

    /// One dimension.
    public int get(int index) {
        return dimensions[index];
    }

    /// The number of elements.
    public long elements() {
        long product = 1;
        for (int dimension : dimensions) {
            product *= dimension;
        }
        return product;
    }

    List<Integer> list() {
        return Arrays.stream(dimensions).boxed().toList();
    }

    int[] array() {
        return dimensions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /// As `[1, 16]`.
    @Override
    public String toString() {
        return Arrays.toString(dimensions);
    }
}
