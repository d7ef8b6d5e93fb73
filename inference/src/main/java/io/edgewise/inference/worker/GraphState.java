// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.List;

/// What a graph's tensors are since it was opened or last resized. Immutable.
///
/// Both processes lay the tensors out in shared memory by it: each of the inputs, then each of the outputs, 4
/// bytes an element, each begun at a multiple of 64.
///
/// @param inputs in the graph's order
/// @param outputs in the graph's order
record GraphState(List<NamedTensor> inputs, List<NamedTensor> outputs, PlanReport plan) {
    private static final int ALIGNMENT_BYTES = 64;

    GraphState {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// @param name the graph's name of it
    record NamedTensor(String name, TensorSpec spec) {
        int elements() {
            return Math.toIntExact(spec.shape().elements());
        }

        private int bytes() {
            return Math.ceilDiv(Math.multiplyExact(elements(), Integer.BYTES), ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        }
    }

    static GraphState of(Graph graph) {
        return new GraphState(
                graph.inputNames().stream()
                        .map(name -> new NamedTensor(name, graph.inputSpec(name)))
                        .toList(),
                graph.outputNames().stream()
                        .map(name -> new NamedTensor(name, graph.outputSpec(name)))
                        .toList(),
                graph.plan());
    }

    /// Where an input begins in shared memory.
    int inputOffset(int index) {
        return bytes(inputs.subList(0, index));
    }

    /// Where an output begins in shared memory.
    int outputOffset(int index) {
        return bytes(inputs) + bytes(outputs.subList(0, index));
    }

    /// All tensors together.
    int bytes() {
        return bytes(inputs) + bytes(outputs);
    }

    private static int bytes(List<NamedTensor> tensors) {
        return tensors.stream().mapToInt(NamedTensor::bytes).reduce(0, Math::addExact);
    }
}
