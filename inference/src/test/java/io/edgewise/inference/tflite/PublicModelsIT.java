// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Models of others, and larger ones of ours, which are not part of the repository.
class PublicModelsIT {
    @Test
    void everyModelIsVerifiedLoadedAndPlanned() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(SharedData.require("models"))) {
            files = all.filter(file -> file.toString().endsWith(".tflite")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try (Model model = TestLibrary.lite().model(ModelFile.map(file));
                    Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
                PlanReport plan = interpreter.plan();
                assertThat(plan.model().nodes()).as("%s", file).isPositive();
                assertThat(plan.applied()).as("%s", file).isEqualTo(1);
                assertThat(plan.running().int8FullyConnected()).as("%s", file).isZero();
                assertThat(plan.delegatedNodes())
                        .as("%s: %s", file, plan)
                        .isBetween(0, plan.model().nodes());
                interpreter
                        .signatureKeys()
                        .forEach(key -> assertThat(
                                        interpreter.signatureRunner(key).outputNames())
                                .isNotEmpty());
            }
        }
    }

    @Test
    void aModelWithCustomOperatorsIsRefusedWithWhatToDo() {
        Path file = SharedData.require("models/tflite_support_text/wiki40b-lm-en.tflite");
        try (Model model = TestLibrary.lite().model(ModelFile.map(file));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("serving_default");

            assertThatThrownBy(runner::allocateTensors)
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageStartingWith("allocating tensors of serving_default failed with status 7: ")
                    .hasMessageContaining("Select TensorFlow op(s)")
                    .hasMessageEndingWith(
                            "The library lacks an operator of this model; convert it without custom or" + " Flex ops.");
            assertThatThrownBy(runner::invoke).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void customOperatorsDoNotCountAsDelegated() {
        Path file = SharedData.require("models/tflite_support_text/wiki40b-lm-en.tflite");
        try (Model model = TestLibrary.lite().model(ModelFile.map(file));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            assertThat(interpreter.plan().delegatedNodes()).isZero();
            assertThat(interpreter.plan())
                    .hasToString("0 of 3 nodes on a delegate, running: {FlexRaggedTensorToTensor=1,"
                            + " FlexSentencepieceOp=1, FlexSentencepieceTokenizeOp=1}");
        }
    }

    @Test
    void thePlanCountsTheGraphsOfAllSignatures() {
        Path file = SharedData.require("models/minilm_tflite/tiny_int8.tflite");
        try (Model model = TestLibrary.lite().model(ModelFile.map(file))) {
            try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
                assertThat(interpreter.signatureKeys()).containsExactly("b1_s16", "b2_s8");
                assertThat(interpreter.plan().running().operators())
                        .containsEntry("GATHER", 4)
                        .containsEntry("[TfLiteXNNPackDelegate]", 2);
                assertThat(interpreter.plan().applied()).isEqualTo(1);
            }
            assertThatThrownBy(() -> model.interpreter(new InterpreterOptions(List.of(), 1, false)))
                    .isInstanceOf(DelegateException.class)
                    .hasMessageContaining("26 int8 FULLY_CONNECTED nodes");
        }
    }
}
