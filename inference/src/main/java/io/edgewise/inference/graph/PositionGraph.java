// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A model's primary graph with its interpreter in this process: how models without signatures run. A tensor goes
/// by its name in the graph, or by its position, as `0`. Confined to the thread that built it, as the interpreter
/// is.
public final class PositionGraph implements Graph {
    private final String name;
    private final Interpreter interpreter;
    private final TensorNames inputs;
    private final TensorNames outputs;

    private PositionGraph(String name, Interpreter interpreter) {
        this.name = name;
        this.interpreter = interpreter;
        this.inputs = names(interpreter.inputCount(), interpreter::inputSpec);
        this.outputs = names(interpreter.outputCount(), interpreter::outputSpec);
    }

    private static TensorNames names(int count, IntFunction<TensorSpec> specs) {
        return TensorNames.ofGraph(
                IntStream.range(0, count).mapToObj(specs).map(TensorSpec::name).toList());
    }

    /// Takes over an interpreter of the calling thread's.
    public static PositionGraph of(Interpreter interpreter) {
        try {
            return new PositionGraph("the graph of model " + interpreter.modelName(), interpreter);
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
        return inputs.all();
    }

    @Override
    public List<String> outputNames() {
        return outputs.all();
    }

    @Override
    public TensorSpec inputSpec(String input) {
        return interpreter.inputSpec(input(input));
    }

    @Override
    public TensorSpec outputSpec(String output) {
        return interpreter.outputSpec(output(output));
    }

    private int input(String wanted) {
        return inputs.require(name, "input", wanted);
    }

    private int output(String wanted) {
        return outputs.require(name, "output", wanted);
    }

    @Override
    public void resize(Map<String, Shape> shapes) {
        shapes.forEach((input, shape) -> interpreter.resizeInput(input(input), shape));
        interpreter.allocateTensors();
    }

    @Override
    public void putInts(String input, int[] values) {
        TensorNumbers.put(interpreter.input(input(input)), values);
    }

    @Override
    public void putFloats(String input, float[] values) {
        TensorNumbers.put(interpreter.input(input(input)), values);
    }

    @Override
    public void invoke() {
        interpreter.invoke();
    }

    @Override
    public float[] floats(String output) {
        return TensorNumbers.reals(interpreter.output(output(output)));
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
