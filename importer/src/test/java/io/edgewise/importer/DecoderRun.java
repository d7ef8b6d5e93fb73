// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorMemory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs a decoder's graph by the names of its inputs and outputs, with the caches in memory of its own. Slow
/// and plain. Confined to one test.
final class DecoderRun implements AutoCloseable {
    private static final float HIDDEN = -1e9f;

    private final Model model;
    private final Interpreter interpreter;
    private final Map<String, Integer> inputs = new HashMap<>();
    private final Map<String, Integer> outputs = new HashMap<>();
    private final int window;
    private final int layers;
    private final int heads;
    private final int width;
    private final int group;
    /// By cache: what was appended, head by head.
    private final Map<String, List<List<float[]>>> past = new HashMap<>();
    private final Map<String, TensorMemory> memories = new HashMap<>();
    /// Of caches that have grown since.
    private final List<TensorMemory> old = new ArrayList<>();

    private int length;

    /// @param window of the layers that have one
    DecoderRun(Path file, int window) {
        model = TestLibrary.lite().model(ModelFile.map(file));
        interpreter = model.interpreter(InterpreterOptions.cpu());
        this.window = window;
        for (int i = 0; i < interpreter.inputCount(); i++) {
            inputs.put(interpreter.inputSpec(i).name(), i);
        }
        for (int i = 0; i < interpreter.outputCount(); i++) {
            outputs.put(interpreter.outputSpec(i).name(), i);
        }
        layers = (outputs.size() - 1) / 2;
        Shape cache = interpreter.inputSpec(input("k_0")).shape();
        heads = cache.get(0);
        width = cache.get(2);
        group = interpreter.inputSpec(input("mask")).shape().get(0);
    }

    Map<String, Integer> inputs() {
        return inputs;
    }

    private int input(String name) {
        return inputs.getOrDefault(name, -1);
    }

    private int output(String name) {
        return outputs.getOrDefault(name, -1);
    }

    private List<String> caches(String key, String value) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            names.add(key + i);
            names.add(value + i);
        }
        return names;
    }

    /// The logits of all these tokens, which follow on those before.
    ///
    /// @param rows of the caches, at least as many as tokens came before
    List<float[]> run(List<Integer> tokens, int rows) {
        resize(tokens.size(), rows);
        int[] places = new int[tokens.size()];
        int[] all = new int[tokens.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = length + i;
            all[i] = i;
        }
        interpreter
                .input(input("tokens"))
                .putInts(0, tokens.stream().mapToInt(Integer::intValue).toArray());
        interpreter.input(input("pos")).putInts(0, places);
        interpreter.input(input("rows")).putInts(0, all);
        interpreter.input(input("mask")).putFloats(0, mask(tokens.size(), rows, Integer.MAX_VALUE));
        if (inputs.containsKey("mask_local")) {
            interpreter.input(input("mask_local")).putFloats(0, mask(tokens.size(), rows, window));
        }
        fillCaches(rows);
        interpreter.invoke();
        append(tokens.size());
        return cut(interpreter.output(output("logits")).floats(), tokens.size());
    }

    private void resize(int tokens, int rows) {
        interpreter.resizeInput(input("tokens"), Shape.of(tokens));
        interpreter.resizeInput(input("pos"), Shape.of(tokens));
        interpreter.resizeInput(input("rows"), Shape.of(tokens));
        for (String mask : List.of("mask", "mask_local")) {
            if (inputs.containsKey(mask)) {
                interpreter.resizeInput(input(mask), Shape.of(group * tokens, rows + tokens));
            }
        }
        int bytes = heads * rows * width * Float.BYTES;
        for (String cache : caches("k_", "v_")) {
            interpreter.resizeInput(input(cache), Shape.of(heads, rows, width));
            TensorMemory memory = memories.get(cache);
            if (memory == null || memory.size() != bytes) {
                interpreter.inputMemory(input(cache), memories.merge(cache, TensorMemory.allocate(bytes), this::newer));
            }
        }
        interpreter.allocateTensors();
    }

    private TensorMemory newer(TensorMemory before, TensorMemory now) {
        old.add(before);
        return now;
    }

    private float[] mask(int tokens, int rows, int seen) {
        int columns = rows + tokens;
        float[] mask = new float[group * tokens * columns];
        for (int row = 0; row < group * tokens; row++) {
            int place = length + row % tokens;
            for (int column = 0; column < columns; column++) {
                int other = column < rows ? column : length + column - rows;
                boolean there = column < rows ? column < length : other <= place;
                mask[row * columns + column] = there && place - other < seen ? 0 : HIDDEN;
            }
        }
        return mask;
    }

    /// What nobody wrote yet must not matter.
    private void fillCaches(int rows) {
        float[] unwritten = new float[width];
        Arrays.fill(unwritten, 3);
        for (String cache : caches("k_", "v_")) {
            List<List<float[]>> kept = past.getOrDefault(cache, List.of());
            FloatBuffer memory =
                    Objects.requireNonNull(memories.get(cache)).buffer().asFloatBuffer();
            for (int head = 0; head < heads; head++) {
                for (int row = 0; row < rows; row++) {
                    memory.put(
                            (head * rows + row) * width,
                            row < length ? kept.get(head).get(row) : unwritten);
                }
            }
        }
    }

    private void append(int tokens) {
        for (String cache : caches("k_", "v_")) {
            float[] fresh =
                    interpreter.output(output(cache.replace("_", "_new_"))).floats();
            List<List<float[]>> kept = past.computeIfAbsent(cache, c -> new ArrayList<>());
            for (int head = 0; head < heads; head++) {
                if (kept.size() <= head) {
                    kept.add(new ArrayList<>());
                }
                for (int t = 0; t < tokens; t++) {
                    float[] numbers = new float[width];
                    System.arraycopy(fresh, (head * tokens + t) * width, numbers, 0, width);
                    kept.get(head).add(numbers);
                }
            }
        }
        length += tokens;
    }

    private static List<float[]> cut(float[] all, int rows) {
        List<float[]> cut = new ArrayList<>();
        int width = all.length / rows;
        for (int row = 0; row < rows; row++) {
            float[] numbers = new float[width];
            System.arraycopy(all, row * width, numbers, 0, width);
            cut.add(numbers);
        }
        return cut;
    }

    PlanReport plan() {
        return interpreter.plan();
    }

    @Override
    public void close() {
        interpreter.close();
        model.close();
        memories.values().forEach(TensorMemory::close);
        old.forEach(TensorMemory::close);
    }
}
