// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// A model's primary graph with its interpreter in this process: how models without signatures run. A tensor goes
/// by its name in the graph, or by its position, as `0`. Confined to the thread that built it, as the interpreter
/// is.
public final class PositionGraph implements Graph {
    private final String name;
    private final Interpreter interpreter;
    private final Tensors inputs;
    private final Tensors outputs;

    private PositionGraph(String name, Interpreter interpreter) {
        this.name = name;
        this.interpreter = interpreter;
        this.inputs = Tensors.of(
                "input", interpreter.inputCount(), i -> interpreter.inputSpec(i).name());
        this.outputs = Tensors.of(
                "output",
                interpreter.outputCount(),
                i -> interpreter.outputSpec(i).name());
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
        return inputs.names();
    }

    @Override
    public List<String> outputNames() {
        return outputs.names();
    }

    @Override
    public TensorSpec inputSpec(String input) {
        return interpreter.inputSpec(inputs.position(name, input));
    }

    @Override
    public TensorSpec outputSpec(String output) {
        return interpreter.outputSpec(outputs.position(name, output));
    }

    @Override
    public void resize(Map<String, Shape> shapes) {
        shapes.forEach((input, shape) -> interpreter.resizeInput(inputs.position(name, input), shape));
        interpreter.allocateTensors();
    }

    @Override
    public void putInts(String input, int[] values) {
        TensorNumbers.put(interpreter.input(inputs.position(name, input)), values);
    }

    @Override
    public void putFloats(String input, float[] values) {
        TensorNumbers.put(interpreter.input(inputs.position(name, input)), values);
    }

    @Override
    public void invoke() {
        interpreter.invoke();
    }

    @Override
    public float[] floats(String output) {
        return TensorNumbers.reals(interpreter.output(outputs.position(name, output)));
    }

    @Override
    public PlanReport plan() {
        return interpreter.plan();
    }

    @Override
    public void close() {
        interpreter.close();
    }

    /// The inputs or the outputs.
    ///
    /// @param names in their order; a tensor whose name another has too, or that has none, goes by its position
    /// @param positions by name and by position; a name that looks like a position is a name
    private record Tensors(String kind, List<String> names, Map<String, Integer> positions) {
        static Tensors of(String kind, int count, IntFunction<String> nameOf) {
            Map<String, Integer> positions = new LinkedHashMap<>();
            Set<String> taken = new HashSet<>();
            for (int i = 0; i < count; i++) {
                positions.put(String.valueOf(i), i);
            }
            Map<Integer, String> names = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                String name = nameOf.apply(i);
                boolean unique = !name.isEmpty() && taken.add(name);
                names.put(i, unique ? name : String.valueOf(i));
                if (unique) {
                    positions.put(name, i);
                }
            }
            return new Tensors(kind, List.copyOf(names.values()), Map.copyOf(positions));
        }

        int position(String graph, String tensor) {
            Integer position = positions.get(tensor);
            if (position == null) {
                throw new IllegalArgumentException(
                        graph + " has no " + kind + " \"" + tensor + "\": " + Nearest.hint(tensor, names));
            }
            return position;
        }
    }
}
