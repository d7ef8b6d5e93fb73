// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a tensor is, without its content; known before anything is allocated. Immutable.
///
/// @param name its name in the graph, which need not be the signature's name of it
/// @param shape its dimensions at this moment
/// @param signature its dimensions as the model fixes them, -1 for one that may change
/// @param quantization what the numbers stand for, when they stand for others
public record TensorSpec(
        String name, TensorType type, Shape shape, List<Integer> signature, Optional<Quantization> quantization) {
    public TensorSpec {
        signature = List.copyOf(signature);
    }

    static TensorSpec of(TfLiteC c, MemorySegment tensor) {
        Shape shape = shape(c, tensor);
        List<Integer> signature = c.tensors().dimensionsSignature(tensor);
        return new TensorSpec(
                c.tensors().name(tensor),
                TensorType.of(c.tensorType(tensor)),
                shape,
                signature.isEmpty() ? shape.list() : signature,
                c.tensors().quantization(tensor));
    }

    static Shape shape(TfLiteC c, MemorySegment tensor) {
        int[] dimensions = new int[c.tensorNumDims(tensor)];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = c.tensorDim(tensor, i);
        }
        return Shape.of(dimensions);
    }

    /// Whether the model takes inputs of different size.
    public boolean isDynamic() {
        return signature.contains(-1);
    }

    /// Why a shape doesn't fit, or an empty text.
    String misfit(Shape wanted) {
        if (wanted.rank() != signature.size()) {
            return "it has " + signature.size() + " dimensions, got " + wanted.rank();
        }
        for (int i = 0; i < wanted.rank(); i++) {
            int fixed = signature.get(i);
            if (fixed != -1 && fixed != wanted.get(i)) {
                return "dimension " + i + " is " + fixed + " for good, got " + wanted.get(i);
            }
        }
        return "";
    }

    /// As `ids INT32 [1, -1]`.
    @Override
    public String toString() {
        String dimensions = signature.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        return name + " " + type + " " + dimensions
                + quantization.map(q -> " (" + q + ")").orElse("");
    }
}
