// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Fills and runs the signature `packed` of a tiny model by hand, without the encoder, which has tests of its own.
final class PackedCall {
    static final int VOCABULARY = 120;
    private static final int CLASSIFY = 2;
    private static final int SEPARATE = 3;

    private final SignatureRunner runner;

    PackedCall(Interpreter interpreter) {
        this.runner = interpreter.signatureRunner("packed");
    }

    SignatureRunner runner() {
        return runner;
    }

    /// The outputs of a pass by name.
    record Outputs(Map<String, float[]> values) {
        float[] of(String name) {
            float[] output = values.get(name);
            if (output == null) {
                throw new IllegalArgumentException("no output " + name + " in " + values.keySet());
            }
            return output;
        }
    }

    /// Random ids with the special ones at both ends.
    static int[] message(Random random, int tokens) {
        int[] ids = random.ints(tokens, 5, VOCABULARY).toArray();
        ids[tokens - 1] = SEPARATE;
        ids[0] = CLASSIFY;
        return ids;
    }

    static PackedCall shape(PackedCall call, int tokens, int messages) {
        Shape row = Shape.of(1, tokens);
        call.runner
                .resizeInput("ids", row)
                .resizeInput("positions", row)
                .resizeInput("segments", row)
                .resizeInput("pool", Shape.of(1, messages, tokens))
                .allocateTensors();
        return call;
    }

    /// All outputs of one pass.
    Outputs run(List<int[]> messages) {
        int tokens = messages.stream().mapToInt(m -> m.length).sum();
        shape(this, tokens, messages.size());
        runner.input("pool").clear();
        int start = 0;
        for (int m = 0; m < messages.size(); m++) {
            int[] ids = messages.get(m);
            int[] positions = new int[ids.length];
            Arrays.setAll(positions, i -> i);
            runner.input("ids").putInts(start, ids);
            runner.input("positions").putInts(start, positions);
            runner.input("segments").fillFloats(start, ids.length, m);
            runner.input("pool").fillFloats(m * tokens + start, ids.length, 1f / ids.length);
            start += ids.length;
        }
        runner.invoke();
        Map<String, float[]> outputs = new TreeMap<>();
        runner.outputNames()
                .forEach(name -> outputs.put(name, runner.output(name).floats()));
        return new Outputs(outputs);
    }

    /// The outputs of each message in a pass of its own, put together as one pass would hand them out.
    Outputs runOneByOne(List<int[]> messages) {
        Map<String, List<float[]>> parts = new TreeMap<>();
        for (int[] message : messages) {
            run(List.of(message))
                    .values()
                    .forEach((name, values) ->
                            parts.computeIfAbsent(name, n -> new ArrayList<>()).add(values));
        }
        Map<String, float[]> outputs = new TreeMap<>();
        parts.forEach((name, values) -> outputs.put(name, join(values)));
        return new Outputs(outputs);
    }

    private static float[] join(List<float[]> parts) {
        float[] result = new float[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }

    /// 1 for two vectors of one direction.
    static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }

    static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }
}
