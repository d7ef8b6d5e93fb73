// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One signature of a model, or the model's own graph, with the interpreter that runs it: resize, fill every input,
/// invoke, read outputs.
///
/// Used by one thread at a time. Tensors go by their names. Owns the interpreter, not the model.
public interface Graph extends AutoCloseable {
    /// A graph in this process, confined to the calling thread.
    ///
    /// @param signature its key; empty for the graph's own inputs and outputs, where there are no signatures
    /// @throws io.edgewise.inference.UnsupportedModelException when the model has no such signature
    /// @throws io.edgewise.inference.DelegateException when the delegates don't take what they must
    static Graph open(Model model, InterpreterOptions options, Optional<String> signature) {
        return over(model.interpreter(options), signature);
    }

    /// The same on an interpreter of the calling thread's, which it takes over.
    ///
    /// @throws io.edgewise.inference.UnsupportedModelException when the model has no such signature; then it is
    /// closed
    static Graph over(Interpreter interpreter, Optional<String> signature) {
        return signature
                .<Graph>map(key -> SignatureGraph.of(interpreter, key))
                .orElseGet(() -> PositionGraph.of(interpreter));
    }

    /// What to call it in sentences, as `signature "packed" of model models/moderation/model.tflite`.
    String name();

    /// Names of the inputs, each once.
    List<String> inputNames();

    /// Names of the outputs, each once.
    List<String> outputNames();

    /// What an input is at this moment.
    ///
    /// @throws IllegalArgumentException when there is no such input
    TensorSpec inputSpec(String input);

    /// What an output is at this moment; its shape follows the inputs' once [#resize] was called, or, where the
    /// graph computes shapes, once [#invoke] was.
    ///
    /// @throws IllegalArgumentException when there is no such output
    TensorSpec outputSpec(String output);

    /// Gives inputs new shapes; those not named keep theirs. Every input must be filled again afterwards.
    ///
    /// @throws io.edgewise.inference.InferenceException when the model fixes a dimension that differs
    void resize(Map<String, Shape> inputs);

    /// Fills an input of INT32, INT64, FLOAT32 or BOOL elements.
    ///
    /// @param values one for each element
    void putInts(String input, int[] values);

    /// Fills an input of FLOAT32 elements.
    ///
    /// @param values one for each element
    void putFloats(String input, float[] values);

    /// Runs the graph, once [#resize] was called.
    ///
    /// @throws IllegalStateException when it never was
    /// @throws io.edgewise.inference.InferenceException when the native side fails; the outputs mean nothing then
    void invoke();

    /// All elements of an output as real numbers, copied: of FLOAT32, FLOAT16, or quantised.
    ///
    /// @throws IllegalArgumentException when there is no such output
    float[] floats(String output);

    /// What the delegates took.
    PlanReport plan();

    /// Frees the interpreter.
    @Override
    void close();
}
