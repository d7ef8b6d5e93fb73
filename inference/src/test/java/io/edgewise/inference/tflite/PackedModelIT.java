// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static io.edgewise.inference.tflite.PackedCall.cosine;
import static io.edgewise.inference.tflite.PackedCall.largestDifference;
import static io.edgewise.inference.tflite.PackedCall.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedModelIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, true);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MODERATION_INT8", "MODERATION_FP32", "EXTRACTION_INT8"})
    void xnnpackSaysWhatTheBuiltinKernelsSay(TinyFile file) {
        assumeTrue(
                file == TinyFile.MODERATION_FP32 || Machine.current() == Machine.X86_64,
                "skipped: int8 matrices never run on TensorFlow Lite's own kernels on arm64");
        // Given
        Random random = new Random(1);
        try (Model model = TestLibrary.lite().model(TestLibrary.map(file, folder));
                Interpreter xnnpack = model.interpreter(InterpreterOptions.cpu());
                Interpreter builtin = model.interpreter(BUILTIN)) {
            for (int tokens : new int[] {2, 3, 5, 17, 60}) {
                List<int[]> one = List.of(message(random, tokens));

                // When
                PackedCall.Outputs fast = new PackedCall(xnnpack).run(one);
                PackedCall.Outputs slow = new PackedCall(builtin).run(one);

                // Then: int8 kernels round differently; a layer and its head of random weights make most of it
                double least = file == TinyFile.MODERATION_FP32 ? 0.999999 : 0.999;
                fast.values()
                        .forEach((name, values) -> assertThat(cosine(values, slow.of(name)))
                                .as("%s, %d tokens", name, tokens)
                                .isGreaterThan(least));
            }
        }
    }

    @Test
    void anyNumberOfTokensAndMessagesRunsWithoutPlanningAgain() {
        // Given
        Random random = new Random(2);
        try (Model model = TestLibrary.lite().model(TestLibrary.map(TinyFile.EXTRACTION_INT8, folder));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);
            for (int tokens = 1; tokens <= 60; tokens++) {
                int messages = 1 + tokens % 8;

                // When
                PackedCall.shape(call, tokens, messages);
                call.runner().input("ids").clear();
                call.runner().input("positions").clear();
                call.runner().input("segments").clear();
                call.runner().input("pool").fillFloats(0, messages * tokens, random.nextFloat());
                call.runner().invoke();

                // Then
                assertThat(call.runner().output("intent").shape()).isEqualTo(Shape.of(1, messages, 3));
                assertThat(call.runner().output("device").shape()).isEqualTo(Shape.of(1, tokens, 5));
                assertThat(call.runner().output("device").floats()).hasSize(tokens * 5);
            }
            assertThat(interpreter.plan().applied()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MODERATION_INT8", "MODERATION_FP32", "EXTRACTION_INT8"})
    void messagesInOnePassGetTheAnswersThatTheyGetAlone(TinyFile file) {
        // Given
        Random random = new Random(3);
        try (Model model = TestLibrary.lite().model(TestLibrary.map(file, folder));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);
            for (int messages = 1; messages <= 8; messages++) {
                List<int[]> pack = new ArrayList<>();
                for (int m = 0; m < messages; m++) {
                    pack.add(message(random, 2 + random.nextInt(10)));
                }

                // When
                PackedCall.Outputs together = call.run(pack);
                PackedCall.Outputs alone = call.runOneByOne(pack);

                // Then
                together.values()
                        .forEach((name, values) -> assertThat(largestDifference(values, alone.of(name)))
                                .as("%s of %d messages", name, values.length)
                                .isLessThan(1e-3));
            }
        }
    }

    @Test
    void aMessageDoesNotHearItsNeighbours() {
        // Given
        Random random = new Random(4);
        int[] first = message(random, 9);
        try (Model model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);

            // When
            float[] before = call.run(List.of(first, message(random, 12))).of("moderation");
            float[] after = call.run(List.of(first, message(random, 12))).of("moderation");

            // Then
            assertThat(largestDifference(head(before), head(after))).isLessThan(1e-6);
            assertThat(largestDifference(before, after)).isGreaterThan(1e-3);
        }
    }

    private static float[] head(float[] values) {
        return Arrays.copyOf(values, 7);
    }
}
