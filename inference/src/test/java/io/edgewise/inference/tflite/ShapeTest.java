// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void aShapeIsItsDimensions() {
        int[] dimensions = {1, 64, 384};
        Shape shape = Shape.of(dimensions);
        dimensions[1] = 0;

        assertThat(shape)
                .isEqualTo(Shape.of(1, 64, 384))
                .isNotEqualTo(Shape.of(64, 384))
                .hasToString("[1, 64, 384]");
        assertThat(shape).hasSameHashCodeAs(Shape.of(1, 64, 384));
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.get(2)).isEqualTo(384);
        assertThat(shape.elements()).isEqualTo(24576);
    }

    @Test
    void aScalarHasOneElementAndAnEmptyShapeNone() {
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(3, 0).elements()).isZero();
    }

    @Test
    void noDimensionIsNegative() {
        assertThatThrownBy(() -> Shape.of(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [1, -1]: no dimension is negative");
    }
}
