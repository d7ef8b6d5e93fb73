// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorType;
import java.util.List;

/// An input that takes a number for each token of one text: `[1, L]` or `[L]`. Immutable.
///
/// @param rank 1 or 2
/// @param length L, or [#OPEN]
public record TokenRow(int rank, int length) {
    /// A dimension that the model leaves open.
    public static final int OPEN = -1;

    /// Why an input is no such row, as the end of a sentence that begins with its name, or an empty text.
    ///
    /// @param shape its dimensions, -1 for one that may change
    public static String misfit(TensorType type, List<Integer> shape) {
        String form = type + " " + shape;
        return switch (type) {
            case STRING ->
                "takes the text itself (" + form
                        + "), as the Universal Sentence Encoder does: TensorFlow Lite for Linux"
                        + " has no operators to cut it; use a model that takes token ids";
            case INT32, INT64, FLOAT32, BOOL -> misfit(form, shape);
            default -> "is " + form + ": numbers of tokens are INT32, INT64, FLOAT32 or BOOL";
        };
    }

    private static String misfit(String form, List<Integer> shape) {
        if (shape.isEmpty() || shape.size() > 2) {
            return "is " + form + ": a text's tokens are a row, [1, length]; this is for images, sound or the inside of"
                    + " a model";
        }
        if (shape.size() == 2 && shape.getFirst() != 1 && shape.getFirst() != OPEN) {
            return "is " + form + ": it takes " + shape.getFirst() + " texts at once; convert the model for one";
        }
        return "";
    }

    /// @param shape of an input without a [#misfit]
    public static TokenRow of(List<Integer> shape) {
        return new TokenRow(shape.size(), shape.getLast());
    }

    /// Whether the row is as long as its text.
    public boolean isOpen() {
        return length == OPEN;
    }

    /// The shape for so many tokens.
    Shape shape(int tokens) {
        return rank == 1 ? Shape.of(tokens) : Shape.of(1, tokens);
    }
}
