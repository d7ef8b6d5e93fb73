// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The processors of a Raspberry Pi 4 and 5 say what an x86-64 server says, and refuse what would end the process
/// there.
///
/// int8 kernels of different processors round differently: between AVX-512, AVX2, SSE, and ARM with and without dot
/// product the smallest cosine of the shipped bundles is 0.9994, and the largest difference between two logits 0.33.
class EveryProcessorIT {
    private static final double INT8_COSINE = 0.999;
    private static final double INT8_LOGIT = 0.5;
    private static final double FP32_COSINE = 0.999999;
    private static final double FP32_LOGIT = 2e-5;

    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);
    private static final InterpreterOptions SLOW = new InterpreterOptions(List.of(), 1, true);

    private final boolean arm = System.getProperty("os.arch").equals("aarch64");

    @ParameterizedTest
    @ValueSource(strings = {"extraction", "extraction-small", "moderation", "moderation-small"})
    void aShippedBundleSaysOfItsGoldenTextsWhatItSaysOnX86(String bundle) throws IOException {
        assertAlike(Questions.goldenTexts(bundle), INT8_COSINE, INT8_LOGIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderation", "moderation-small"})
    void everyShortRowRunsOnXnnpackAndSaysWhatItSaysOnX86(String bundle) throws IOException {
        Answers rows = Questions.rows(bundle);

        assertThat(rows.logits()).hasSize(Questions.LONGEST_ROW);
        assertAlike(rows, INT8_COSINE, INT8_LOGIT);
    }

    @Test
    void float32DiffersOnlyInTheLastBits() throws IOException {
        assertAlike(Questions.fp32Rows(), FP32_COSINE, FP32_LOGIT);
    }

    @Test
    void int8WithoutADelegateIsRefused() {
        try (Model model = int8()) {
            assertThatThrownBy(() -> model.interpreter(BUILTIN))
                    .isInstanceOf(DelegateException.class)
                    .hasMessageContaining("7 int8 FULLY_CONNECTED nodes are left outside every delegate");
        }
    }

    @Test
    void allowSlowRunsInt8OnX86AndIsRefusedOnArmWhereTheKernelEndsTheProcess() {
        try (Model model = int8()) {
            if (arm) {
                assertThatThrownBy(() -> model.interpreter(SLOW))
                        .isInstanceOf(DelegateException.class)
                        .hasMessageEndingWith("allow-slow lifts this on x86-64 only");
            } else {
                try (Interpreter interpreter = model.interpreter(SLOW)) {
                    assertThat(interpreter.plan().running().int8FullyConnected())
                            .isEqualTo(7);
                }
            }
        }
    }

    private static Model int8() {
        return TestLibrary.lite().model(ModelFile.of("tiny int8", TinyFile.MODERATION_INT8.bytes()));
    }

    private static void assertAlike(Answers answers, double leastCosine, double largestLogit) throws IOException {
        assertThat(answers.differences(Answers.recorded())).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.cosine()).isGreaterThanOrEqualTo(leastCosine);
            assertThat(difference.logit()).isLessThanOrEqualTo(largestLogit);
        });
    }
}
