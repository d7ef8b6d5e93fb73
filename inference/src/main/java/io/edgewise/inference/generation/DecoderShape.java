// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The inputs and outputs of a decoder graph, by position. Immutable.
///
/// | tensor | type, shape | content |
/// |---|---|---|
/// | `tokens`, `pos` in | int32 [T] | ids and absolute positions of the new tokens |
/// | `rows` in | int32 [R] | which of them get logits |
/// | `mask`, `mask_local` in | float32 [G*T, P+T] | 0 visible, -1e9 hidden; P cached rows, then the new ones; once for
/// each of the G query heads of a group |
/// | `k_0`, `v_0` … in | float32 [heads, P, size] | caches, a pair for each layer |
/// | `logits` out | float32 [R, vocabulary] | |
/// | `k_new_0`, `v_new_0` … out | float32 [heads, T, size] | rows to append to the caches |
///
/// T, R and P are open.
///
/// @param layers how many
/// @param heads key and value heads of a layer
/// @param headSize numbers of a head
/// @param vocabulary logits of a row
record DecoderShape(int layers, int heads, int headSize, int vocabulary, Inputs inputs, Outputs outputs) {
    /// Positions of the inputs; the caches in the order `k_0`, `v_0`, `k_1` ….
    record Inputs(int tokens, int positions, int rows, int mask, Optional<Integer> localMask, List<Integer> caches) {}

    /// Positions of the outputs; the new rows as the caches.
    record Outputs(int logits, List<Integer> rows) {}

    /// @throws UnsupportedModelException when the graph is no decoder of this form
    static DecoderShape of(Interpreter interpreter) {
        Names inputs = Names.of(interpreter, "input", interpreter.inputCount(), interpreter::inputSpec);
        Names outputs = Names.of(interpreter, "output", interpreter.outputCount(), interpreter::outputSpec);
        TensorSpec cache = interpreter.inputSpec(inputs.require("k_0"));
        int layers = inputs.count("k_");
        int logits = outputs.require("logits");
        return new DecoderShape(
                layers,
                cache.signature().get(0),
                cache.signature().get(2),
                interpreter.outputSpec(logits).signature().getLast(),
                new Inputs(
                        inputs.require("tokens"),
                        inputs.require("pos"),
                        inputs.require("rows"),
                        inputs.require("mask"),
                        inputs.find("mask_local"),
                        inputs.pairs(layers, "k_", "v_")),
                new Outputs(logits, outputs.pairs(layers, "k_new_", "v_new_")));
    }

    /// Numbers of one position in one cache.
    int rowSize() {
        return heads * headSize;
    }

    /// Bytes that one position takes in all caches.
    long bytesPerToken() {
        return 2L * layers * rowSize() * Float.BYTES;
    }

    private record Names(String model, String kind, Map<String, Integer> positions) {
        static Names of(Interpreter interpreter, String kind, int count, IntFunction<TensorSpec> specs) {
            Map<String, Integer> positions = new HashMap<>();
            for (int i = 0; i < count; i++) {
                positions.put(specs.apply(i).name(), i);
            }
            return new Names(interpreter.modelName(), kind, positions);
        }

        Optional<Integer> find(String name) {
            return Optional.ofNullable(positions.get(name));
        }

        int require(String name) {
            return find(name)
                    .orElseThrow(() -> new UnsupportedModelException("model " + model + " has no " + kind + " \"" + name
                            + "\", which a decoder has here (have: "
                            + positions.keySet().stream().sorted().limit(12).toList()
                            + "); make it with edgewise bundle import"));
        }

        int count(String prefix) {
            return (int) positions.keySet().stream()
                    .filter(name -> name.matches(prefix + "[0-9]+"))
                    .count();
        }

        List<Integer> pairs(int layers, String keys, String values) {
            return IntStream.range(0, layers)
                    .boxed()
                    .flatMap(layer -> Stream.of(require(keys + layer), require(values + layer)))
                    .toList();
        }
    }
}
