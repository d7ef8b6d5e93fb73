// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorIT {
    @TempDir
    Path folder;

    private Model model;
    private Interpreter interpreter;
    private SignatureRunner runner;

    @BeforeEach
    void open() {
        model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
        interpreter = model.interpreter(InterpreterOptions.cpu());
        runner = PackedCall.shape(new PackedCall(interpreter), 4, 2).runner();
    }

    @AfterEach
    void close() {
        interpreter.close();
        model.close();
    }

    @Test
    void aViewKnowsItsTypeAndShape() {
        assertThat(runner.input("ids").type()).isEqualTo(TensorType.INT32);
        assertThat(runner.input("ids").shape()).isEqualTo(Shape.of(1, 4));
        assertThat(runner.input("pool").type()).isEqualTo(TensorType.FLOAT32);
        assertThat(runner.input("pool").shape()).isEqualTo(Shape.of(1, 2, 4));
        assertThat(runner.input("pool")).isSameAs(runner.input("pool"));
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        // When
        Tensor pool = runner.input("pool");
        pool.clear();
        pool.fillFloats(2, 3, 0.25f);

        // Then
        assertThat(pool.floats()).containsExactly(0, 0, .25f, .25f, .25f, 0, 0, 0);
        float[] middle = new float[2];
        pool.copyFloats(1, middle);
        assertThat(middle).containsExactly(0, .25f);
    }

    @Test
    void aViewEndsWhenTheRunnerAllocatesAgain() {
        // Given
        Tensor ids = runner.input("ids");
        Tensor pool = runner.input("pool");
        ids.putInts(0, new int[4]);

        // When
        runner.allocateTensors();

        // Then
        String sentence = "input \"ids\": this view ended when the runner allocated again; fetch it anew";
        assertThatThrownBy(() -> ids.putInts(0, new int[4]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(ids::shape).isInstanceOf(IllegalStateException.class).hasMessage(sentence);
        assertThatThrownBy(ids::type).isInstanceOf(IllegalStateException.class).hasMessage(sentence);
        assertThatThrownBy(pool::floats).isInstanceOf(IllegalStateException.class);
        assertThat(runner.input("ids")).isNotSameAs(ids);
    }

    @Test
    void aTensorOfAnotherTypeIsRefusedWithBothTypes() {
        assertThatThrownBy(() -> runner.input("ids").fillFloats(0, 1, 1))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input \"ids\": expected FLOAT32, the tensor is INT32 [1, 4]");
        assertThatThrownBy(() -> runner.input("pool").putInts(0, new int[1]))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input \"pool\": expected INT32 or UINT32, the tensor is FLOAT32 [1, 2, 4]");
    }

    @Test
    void theTypeIsLookedAtEachTimeAndNotOnlyTheFirst() {
        // Given
        Tensor ids = runner.input("ids");
        Tensor pool = runner.input("pool");

        // When
        ids.clear();
        pool.fillFloats(0, 1, 1);

        // Then
        assertThatThrownBy(ids::floats).isInstanceOf(InferenceException.class).hasMessageContaining("expected FLOAT32");
        assertThatThrownBy(() -> pool.putInts(0, new int[1]))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("expected INT32 or UINT32");
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "8, 1", "7, 2", "0, 9", "2147483647, 2", "0, -1"})
    void floatsOutsideOfTheTensorAreRefusedAndNothingIsWritten(int at, int count) {
        // Given
        Tensor pool = runner.input("pool");
        pool.clear();

        // When, then
        assertThatThrownBy(() -> pool.fillFloats(at, count, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(pool.floats()).containsOnly(0);
        if (count > 0) {
            assertThatThrownBy(() -> pool.copyFloats(at, new float[count]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "4, 1", "3, 2", "0, 5", "2147483647, 1"})
    void intsOutsideOfTheTensorAreRefused(int at, int count) {
        assertThatThrownBy(() -> runner.input("ids").putInts(at, new int[count]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aViewTakenBeforeAResizeDoesNotReachMemoryOfTheOldSize() {
        // Given
        Tensor pool = runner.input("pool");
        pool.clear();

        // When
        runner.resizeInput("pool", Shape.of(1, 64, 4096));

        // Then
        assertThatThrownBy(() -> pool.fillFloats(64 * 4096 - 1, 1, 1))
                .isInstanceOfAny(InferenceException.class, IndexOutOfBoundsException.class);
    }

    @Test
    void outputsAreReadAfreshAfterEachRun() {
        PackedCall call = new PackedCall(interpreter);
        float[] first = call.run(List.of(new int[] {2, 93, 3})).of("moderation");
        Tensor view = runner.output("moderation");

        runner.input("ids").putInts(0, new int[] {2, 110, 3});
        runner.invoke();

        assertThat(view.floats()).hasSameSizeAs(first).isNotEqualTo(first);
        assertThat(view.shape()).isEqualTo(Shape.of(1, 1, 7));
    }
}
