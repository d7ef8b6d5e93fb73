// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.SignatureRunner;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.TinyFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Asks models on this processor, always the same. The models run on XNNPACK, each message in a pass of its own.
final class Questions {
    /// The kernel that crashes on arm64 outside of XNNPACK does so for 2 to 16 tokens; the neighbours are asked
    /// too.
    static final int LONGEST_ROW = 17;

    private final Map<String, float[]> logits = new TreeMap<>();

    private Questions() {}

    /// The texts of a bundle's golden tests: all logits of sequence heads, and of token heads the highest of each
    /// token, because all of them would be a megabyte.
    static Answers goldenTexts(String bundleName) {
        Questions questions = new Questions();
        Bundle bundle = Bundle.open(ProjectRoot.path("models/" + bundleName));
        try (Model model = TestLibrary.lite().model(bundle.modelFile());
                Encoder encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu())) {
            List<Window> windows = GoldenCheck.windows(bundle);
            for (int i = 0; i < windows.size(); i++) {
                Window window = windows.get(i);
                Pass pass = encoder.run(List.of(window), GoldenCheck.outputs(bundle));
                for (Head head : bundle.descriptor().heads()) {
                    if (head instanceof Head.Vector) {
                        continue; // The golden tests compare it, and heads of texts are reckoned from it.
                    }
                    questions.logits.put(
                            bundleName + " | text " + i + " | " + head.name(), logits(pass, head, window.tokens()));
                }
            }
        }
        return new Answers(questions.logits);
    }

    private static float[] logits(Pass pass, Head head, int tokens) {
        int width = head.labels().size();
        if (!(head instanceof Head.Spans)) {
            return floats(width, label -> pass.sequence(head.name(), 0, width, label));
        }
        return floats(tokens, token -> (float) IntStream.range(0, width)
                .mapToDouble(label -> pass.token(head.name(), 0, token, width, label))
                .max()
                .orElseThrow());
    }

    /// Rows of 1 to [#LONGEST_ROW] tokens through a bundle's model that has the head `moderation`.
    static Answers rows(String bundleName) {
        return rows(bundleName, ModelFile.map(ProjectRoot.path("models/" + bundleName + "/model.tflite")));
    }

    /// The same through the tiny model with float32 weights.
    static Answers fp32Rows() {
        return rows("tiny fp32", ModelFile.of("tiny fp32", TinyFile.MODERATION_FP32.bytes()));
    }

    private static Answers rows(String name, ModelFile file) {
        Questions questions = new Questions();
        try (Model model = TestLibrary.lite().model(file);
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("packed");
            for (int tokens = 1; tokens <= LONGEST_ROW; tokens++) {
                questions.logits.put(name + " | row of " + tokens + " | moderation", row(runner, tokens));
            }
        }
        return new Answers(questions.logits);
    }

    private static float[] row(SignatureRunner runner, int tokens) {
        Shape row = Shape.of(1, tokens);
        runner.resizeInput("ids", row)
                .resizeInput("positions", row)
                .resizeInput("segments", row)
                .resizeInput("pool", Shape.of(1, 1, tokens))
                .allocateTensors();
        int[] positions = IntStream.range(0, tokens).toArray();
        // Any pieces will do; these are in the smallest vocabulary too.
        runner.input("ids")
                .putInts(0, IntStream.of(positions).map(i -> 5 + 31 * i % 115).toArray());
        runner.input("positions").putInts(0, positions);
        runner.input("segments").clear();
        runner.input("pool").fillFloats(0, tokens, 1f / tokens);
        runner.invoke();
        return runner.output("moderation").floats();
    }

    private interface Logit {
        float at(int index);
    }

    private static float[] floats(int length, Logit logit) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = logit.at(i);
        }
        return floats;
    }
}
