// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.List;
import java.util.Map;

/// One signature of a model with the interpreter that runs it: resize, fill every input, invoke, read outputs.
///
/// Used by one thread at a time. Tensors go by their names. Owns the interpreter, not the model.
public interface Graph extends AutoCloseable {
    /// What to call it in sentences, as `signature "packed" of model models/moderation/model.tflite`.
    String name();

    /// Names of the inputs, in alphabetical order.
    List<String> inputNames();

    /// Names of the outputs, in alphabetical order.
    List<String> outputNames();

    /// What an input is at this moment.
    ///
    /// @throws IllegalArgumentException when there is no such input
    TensorSpec inputSpec(String input);

    /// What an output is at this moment; its shape follows the inputs' once [#resize] was called.
    ///
    /// @throws IllegalArgumentException when there is no such output
    TensorSpec outputSpec(String output);

    /// Gives inputs new shapes; those not named keep theirs. Every input must be filled again afterwards.
    ///
    /// @throws io.edgewise.inference.InferenceException when the model fixes a dimension that differs
    void resize(Map<String, Shape> inputs);

    /// Fills an input of INT32 or INT64 elements.
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

    /// All elements of a FLOAT32 output, copied.
    ///
    /// @throws IllegalArgumentException when there is no such output
    float[] floats(String output);

    /// What the delegates took.
    PlanReport plan();

    /// Frees the interpreter.
    @Override
    void close();
}
