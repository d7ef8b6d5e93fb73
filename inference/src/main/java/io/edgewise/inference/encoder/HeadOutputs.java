// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.graph.TensorNumbers;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A graph's outputs under the names of the bundle's heads. Confined to the thread of its graph.
final class HeadOutputs {
    private final BundleDescriptor bundle;
    private final Graph graph;
    private final Map<String, Head> heads = new HashMap<>();

    HeadOutputs(BundleDescriptor bundle, Graph graph) {
        this.bundle = bundle;
        this.graph = graph;
        bundle.heads().forEach(head -> heads.put(head.name(), head));
    }

    /// Compares the heads with what the graph has, which is shaped for one message.
    ///
    /// @param tokens in its row; not 1, so that rows of tokens and of messages can be told apart
    /// @throws UnsupportedModelException when a head is missing or has another width
    void check(int tokens) {
        bundle.heads().forEach(head -> check(head, tokens));
    }

    private void check(Head head, int tokens) {
        TensorSpec tensor = spec(head);
        Shape shape = tensor.shape();
        String output = "bundle " + bundle.id() + ": output \"" + head.name() + "\" is ";
        int width = shape.rank() == 0 ? 0 : shape.get(shape.rank() - 1);
        if (!TensorNumbers.givesReals(tensor)) {
            throw new UnsupportedModelException(
                    output + tensor.type() + ", a head's numbers are FLOAT32, FLOAT16, or quantised");
        }
        if (width != head.width()) {
            throw new UnsupportedModelException(output + shape + ", bundle.json names " + head.width()
                    + (head instanceof Head.Vector ? " numbers" : " labels"));
        }
        boolean ofTokens = head instanceof Head.Spans;
        if (shape.elements() != (long) width * (ofTokens ? tokens : 1)) {
            throw new UnsupportedModelException(output + shape + " for " + tokens
                    + " tokens of 1 message: a head of this kind has a row for each "
                    + (ofTokens ? "token" : "message"));
        }
    }

    private TensorSpec spec(Head head) {
        try {
            return graph.outputSpec(head.output().tensor());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": the model has no output \""
                    + head.output().tensor() + "\" (have: " + graph.outputNames() + ")");
        }
    }

    /// The logits of heads; an output that is no head is read as it is.
    ///
    /// @throws IllegalArgumentException for an output that the model lacks
    Map<String, float[]> read(Set<String> names) {
        Map<String, float[]> logits = new HashMap<>();
        for (String name : names) {
            Head head = heads.get(name);
            logits.put(
                    name,
                    head == null
                            ? graph.floats(name)
                            : Logits.of(head, graph.floats(head.output().tensor())));
        }
        return logits;
    }
}
