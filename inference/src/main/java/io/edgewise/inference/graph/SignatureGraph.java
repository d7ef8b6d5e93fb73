// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.SignatureRunner;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.List;
import java.util.Map;

/// A signature with its interpreter in this process. Confined to the thread that built it, as the interpreter is.
public final class SignatureGraph implements Graph {
    private final String name;
    private final Interpreter interpreter;
    private final SignatureRunner runner;

    private SignatureGraph(String name, Interpreter interpreter, SignatureRunner runner) {
        this.name = name;
        this.interpreter = interpreter;
        this.runner = runner;
    }

    /// Takes over an interpreter of the calling thread's.
    ///
    /// @throws UnsupportedModelException when the model has no such signature; the interpreter is closed then
    public static SignatureGraph of(Interpreter interpreter, String key) {
        try {
            String file = "model " + interpreter.modelName();
            if (!interpreter.signatureKeys().contains(key)) {
                throw new UnsupportedModelException(
                        file + " has no signature \"" + key + "\" (have: " + interpreter.signatureKeys() + ")");
            }
            String name = "signature \"" + key + "\" of " + file;
            return new SignatureGraph(name, interpreter, interpreter.signatureRunner(key));
        } catch (RuntimeException | Error e) {
            interpreter.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> inputNames() {
        return runner.inputNames();
    }

    @Override
    public List<String> outputNames() {
        return runner.outputNames();
    }

    @Override
    public TensorSpec inputSpec(String input) {
        return runner.inputSpec(input);
    }

    @Override
    public TensorSpec outputSpec(String output) {
        return runner.outputSpec(output);
    }

    @Override
    public void resize(Map<String, Shape> inputs) {
        inputs.forEach(runner::resizeInput);
        runner.allocateTensors();
    }

    @Override
    public void putInts(String input, int[] values) {
        TensorNumbers.put(runner.input(input), values);
    }

    @Override
    public void putFloats(String input, float[] values) {
        TensorNumbers.put(runner.input(input), values);
    }

    @Override
    public void invoke() {
        runner.invoke();
    }

    @Override
    public float[] floats(String output) {
        return TensorNumbers.reals(runner.output(output));
    }

    @Override
    public PlanReport plan() {
        return interpreter.plan();
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
