// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.TensorMap;

/// What goes into a graph and comes out of it, by name. Confined to one graph.
final class GraphEnds {
    private record Named(String name, int tensor) {}

    private final List<Named> inputs = new ArrayList<>();
    private final List<Named> outputs = new ArrayList<>();

    void input(String name, int tensor) {
        inputs.add(new Named(name, tensor));
    }

    void output(String name, int tensor) {
        outputs.add(new Named(name, tensor));
    }

    int[] inputs() {
        return tensors(inputs);
    }

    int[] outputs() {
        return tensors(outputs);
    }

    private static int[] tensors(List<Named> named) {
        return named.stream().mapToInt(Named::tensor).toArray();
    }

    /// Writes the signature.
    int signature(FlatBufferBuilder fb, String key) {
        int in = SignatureDef.createInputsVector(fb, maps(fb, inputs));
        int out = SignatureDef.createOutputsVector(fb, maps(fb, outputs));
        int label = fb.createString(key);
        SignatureDef.startSignatureDef(fb);
        SignatureDef.addInputs(fb, in);
        SignatureDef.addOutputs(fb, out);
        SignatureDef.addSignatureKey(fb, label);
        return SignatureDef.endSignatureDef(fb);
    }

    private static int[] maps(FlatBufferBuilder fb, List<Named> named) {
        return named.stream()
                .mapToInt(n -> TensorMap.createTensorMap(fb, fb.createString(n.name()), n.tensor()))
                .toArray();
    }
}
