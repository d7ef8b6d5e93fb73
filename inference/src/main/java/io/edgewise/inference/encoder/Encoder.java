// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport;
import java.util.List;
import java.util.Set;

/// Turns windows of tokenised text into logits. Used by one thread at a time; owns its [Graph], not the model.
public interface Encoder extends AutoCloseable {
    /// An encoder in this process, confined to the calling thread.
    ///
    /// @throws io.edgewise.inference.UnsupportedModelException when the graph is not what the bundle says
    /// @throws io.edgewise.inference.DelegateException when the delegates don't take what they must
    static Encoder open(BundleDescriptor bundle, Model model, InterpreterOptions options) {
        return over(bundle, Graph.open(model, options, bundle.model().signature()), Lengths.ANY);
    }

    /// An encoder over a graph, which it takes over.
    ///
    /// @param lengths of the passes that the graph can run; what is to be built for each is built now
    /// @throws io.edgewise.inference.UnsupportedModelException when the graph is not what the bundle says; then it
    /// is closed
    /// @throws io.edgewise.inference.DelegateException when it can't run passes of these lengths; then too
    static Encoder over(BundleDescriptor bundle, Graph graph, Lengths lengths) {
        try {
            return switch (bundle.model()) {
                case ModelEntry.Packed packed -> new PackedEncoder(bundle, packed, graph, lengths);
                case ModelEntry.Sequence sequence -> new SequenceEncoder(bundle, sequence, graph, lengths);
            };
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    /// Runs the windows in one pass.
    ///
    /// @param windows at least one; more than one only while their tokens fit [#packTokens]
    /// @param outputs the heads to read, by name
    /// @throws IllegalArgumentException without a window, or for an output that the model lacks
    /// @throws io.edgewise.inference.InferenceException when a window is too long, an id is out of range, or the
    /// native side fails
    Pass run(List<Window> windows, Set<String> outputs);

    /// The most tokens that several messages may share in one pass; 0 when each needs a pass of its own.
    int packTokens();

    /// What the delegates took.
    PlanReport plan();

    /// Frees the graph.
    @Override
    void close();
}
