// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorMemoryIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);

    @TempDir
    Path folder;

    private Model model;

    @BeforeEach
    void open() {
        GraphFile graph = new GraphFile().copyDynamic("ids", TensorType.INT32, new int[] {1, 4}, 1, -1);
        model = TestLibrary.lite().model(ModelFile.of("copy", graph.bytes()));
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void anInputLivesInTheCallersMemory() {
        try (TensorMemory memory = TensorMemory.allocate(64);
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.inputMemory(0, memory).allocateTensors();
            memory.buffer().asIntBuffer().put(new int[] {1, 2, 3, 4});
            interpreter.invoke();

            assertThat(interpreter.input(0).ints()).containsExactly(1, 2, 3, 4);
            assertThat(interpreter.output(0).ints()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void whatOneInterpreterWritesAnotherReadsWithoutACopy() {
        try (TensorMemory memory = TensorMemory.allocate(16);
                Model packed = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_FP32, folder));
                Interpreter reader = packed.interpreter(InterpreterOptions.cpu());
                Interpreter alone = packed.interpreter(InterpreterOptions.cpu());
                Interpreter second = model.interpreter(BUILTIN)) {
            second.inputMemory(0, memory).allocateTensors();
            second.input(0).putInts(0, new int[] {2, 93, 110, 3});
            int ids = indexOf(reader, "ids");

            reader.inputMemory(ids, memory);

            assertThat(run(reader, false)).containsExactly(run(alone, true));
        }
    }

    private static int indexOf(Interpreter interpreter, String name) {
        for (int i = 0; i < interpreter.inputCount(); i++) {
            if (interpreter.inputSpec(i).name().contains(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no input " + name);
    }

    private static float[] run(Interpreter interpreter, boolean fill) {
        interpreter
                .resizeInput(indexOf(interpreter, "ids"), Shape.of(1, 4))
                .resizeInput(indexOf(interpreter, "positions"), Shape.of(1, 4))
                .resizeInput(indexOf(interpreter, "segments"), Shape.of(1, 4))
                .resizeInput(indexOf(interpreter, "pool"), Shape.of(1, 1, 4))
                .allocateTensors();
        if (fill) {
            interpreter.input(indexOf(interpreter, "ids")).putInts(0, new int[] {2, 93, 110, 3});
        }
        interpreter.input(indexOf(interpreter, "positions")).putInts(0, new int[] {0, 1, 2, 3});
        interpreter.input(indexOf(interpreter, "segments")).clear();
        interpreter.input(indexOf(interpreter, "pool")).fillFloats(0, 4, 0.25f);
        interpreter.invoke();
        return interpreter.output(0).floats();
    }

    @Test
    void memoryThatIsTooSmallIsRefusedAndNothingRuns() {
        try (TensorMemory memory = TensorMemory.allocate(16);
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.inputMemory(0, memory).resizeInput(0, Shape.of(1, 5));

            assertThatThrownBy(interpreter::allocateTensors)
                    .isInstanceOf(InferenceException.class)
                    .hasMessageStartingWith("allocating the tensors of the graph failed with status 1: ");
            assertThatThrownBy(interpreter::invoke).isInstanceOf(IllegalStateException.class);
            interpreter.resizeInput(0, Shape.of(1, 2)).allocateTensors();
            interpreter.invoke();
        }
    }

    @Test
    void memoryStaysWhileAnInterpreterUsesIt() {
        TensorMemory memory = TensorMemory.allocate(16);
        ByteBuffer buffer = memory.buffer();
        try (Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.inputMemory(0, memory);
            interpreter.inputMemory(0, memory);

            assertThatThrownBy(memory::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the tensor memory is used by 1 tensors: close their interpreters first");
        }
        memory.close();
        memory.close();
        assertThatThrownBy(() -> buffer.get(0)).isInstanceOf(IllegalStateException.class);
        try (Interpreter interpreter = model.interpreter(BUILTIN)) {
            assertThatThrownBy(() -> interpreter.inputMemory(0, memory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the tensor memory is closed");
        }
    }

    @Test
    void otherMemoryTakesThePlaceOfTheFirst() {
        TensorMemory first = TensorMemory.allocate(16);
        TensorMemory second = TensorMemory.allocate(16);
        try (Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.inputMemory(0, first).inputMemory(0, second);
            first.close();
            assertThatThrownBy(second::close).isInstanceOf(IllegalStateException.class);
            interpreter.allocateTensors();
            second.buffer().putInt(0, 7);
            assertThat(interpreter.input(0).ints()[0]).isEqualTo(7);
        }
        second.close();
    }

    @Test
    void memoryHasASize() {
        try (TensorMemory memory = TensorMemory.allocate(5)) {
            assertThat(memory.size()).isEqualTo(5);
            assertThat(memory.buffer().capacity()).isEqualTo(5);
            assertThat(memory.bytes().address() % 64).isZero();
        }
        assertThatThrownBy(() -> TensorMemory.allocate(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor memory: expected at least 1 byte, got 0");
    }
}
