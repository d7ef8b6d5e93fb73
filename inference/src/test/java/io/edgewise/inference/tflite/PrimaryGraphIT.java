// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models without signatures, run by the positions of their inputs and outputs.
class PrimaryGraphIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);

    @TempDir
    Path folder;

    private Model model;
    private Interpreter interpreter;

    @BeforeEach
    void open() {
        GraphFile graph = new GraphFile()
                .copyDynamic("ids", TensorType.INT32, new int[] {1, 4}, 1, -1)
                .copy("mask", TensorType.FLOAT32, 1, 2);
        model = TestLibrary.lite().model(ModelFile.of("copy", graph.bytes()));
        interpreter = model.interpreter(BUILTIN);
    }

    @AfterEach
    void close() {
        interpreter.close();
        model.close();
    }

    @Test
    void inputsAndOutputsAreKnownBeforeAnythingIsAllocated() {
        assertThat(interpreter.signatureKeys()).isEmpty();
        assertThat(interpreter.inputCount()).isEqualTo(2);
        assertThat(interpreter.outputCount()).isEqualTo(2);
        assertThat(interpreter.inputSpec(0)).hasToString("ids INT32 [1, -1]");
        assertThat(interpreter.inputSpec(0).shape()).isEqualTo(Shape.of(1, 4));
        assertThat(interpreter.inputSpec(0).isDynamic()).isTrue();
        assertThat(interpreter.inputSpec(1)).hasToString("mask FLOAT32 [1, 2]");
        assertThat(interpreter.inputSpec(1).isDynamic()).isFalse();
        assertThat(interpreter.outputSpec(1).name()).isEqualTo("mask_out");
    }

    @Test
    void aDimensionThatTheModelLeavesOpenChanges() {
        interpreter.resizeInput(0, Shape.of(1, 2)).allocateTensors();
        interpreter.input(0).putInts(0, new int[] {8, 9});
        interpreter.input(1).putFloats(0, new float[] {0.5f, 1});
        interpreter.invoke();

        assertThat(interpreter.input(0)).isSameAs(interpreter.input(0));
        assertThat(interpreter.input(0).shape()).isEqualTo(Shape.of(1, 2));
        assertThat(interpreter.output(1).floats()).containsExactly(0.5f, 1);
    }

    @Test
    void aDimensionThatTheModelFixesIsRefusedByName() {
        assertThatThrownBy(() -> interpreter.resizeInput(0, Shape.of(2, 4)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 0 \"ids\" can't become [2, 4]: dimension 0 is 1 for good, got 2");
        assertThatThrownBy(() -> interpreter.resizeInput(1, Shape.of(2)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 1 \"mask\" can't become [2]: it has 2 dimensions, got 1");
    }

    @Test
    void whoKnowsBetterChangesAnyDimension() {
        interpreter.resizeInputFreely(1, Shape.of(3, 5)).allocateTensors();

        assertThat(interpreter.input(1).shape()).isEqualTo(Shape.of(3, 5));
        assertThat(interpreter.inputSpec(1).shape()).isEqualTo(Shape.of(3, 5));
    }

    @Test
    void positionsThatAreNotThereAreRefused() {
        interpreter.allocateTensors();

        assertThatThrownBy(() -> interpreter.input(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph has no input 2 (it has 2)");
        assertThatThrownBy(() -> interpreter.output(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph has no output -1 (it has 2)");
        assertThatThrownBy(() -> interpreter.inputSpec(7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> interpreter.resizeInput(7, Shape.of(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingRunsBeforeItsTensorsAreAllocated() {
        String sentence = "the graph: allocateTensors was not called since the last resize";

        assertThatThrownBy(interpreter::invoke)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> interpreter.input(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        interpreter.allocateTensors();
        Tensor ids = interpreter.input(0);
        interpreter.resizeInput(0, Shape.of(1, 3));
        assertThatThrownBy(interpreter::invoke)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        interpreter.allocateTensors();
        assertThatThrownBy(ids::ints)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("input 0 \"ids\": this view ended");
    }

    @Test
    void whatWasClosedSaysSo() {
        interpreter.allocateTensors();
        Tensor ids = interpreter.input(0);
        interpreter.close();

        String sentence = "the interpreter of model copy is closed";
        assertThatThrownBy(interpreter::invoke)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(interpreter::inputCount)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> interpreter.input(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(ids::ints).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void signaturesAndPositionsDoNotMix() {
        try (Model packed = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_FP32, folder))) {
            try (Interpreter bySignature = packed.interpreter(BUILTIN)) {
                SignatureRunner runner = bySignature.signatureRunner("packed");
                assertThat(bySignature.inputCount()).isEqualTo(4);
                assertThat(runner.inputSpec("pool").signature()).containsExactly(1, -1, -1);
                assertThatThrownBy(() -> runner.inputSpec("tokens")).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(bySignature::allocateTensors)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is run by its signatures [packed] here");
            }
            try (Interpreter byPosition = packed.interpreter(BUILTIN)) {
                byPosition.allocateTensors();
                assertThatThrownBy(() -> byPosition.signatureRunner("packed"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is run by position here");
            }
        }
    }

    @Test
    void aPublicModelWithoutSignaturesClassifies() {
        Path file = SharedData.require("models/odml_spam/models_TFLite_second_model.tflite");
        try (Model spam = TestLibrary.lite().model(ModelFile.map(file));
                Interpreter old = spam.interpreter(InterpreterOptions.cpu())) {
            old.allocateTensors();
            old.input(0).putInts(0, new int[old.inputSpec(0).shape().get(1)]);
            old.invoke();

            float[] scores = old.output(0).floats();
            assertThat(scores).hasSize(2);
            assertThat(scores[0] + scores[1]).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-4f));
        }
    }
}
