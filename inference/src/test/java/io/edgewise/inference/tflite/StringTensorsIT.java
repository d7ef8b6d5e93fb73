// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Strings through graphs that copy them and pick from them, on the library's own kernels.
class StringTensorsIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);
    private static final GraphFile COPY = new GraphFile().copy("in", TensorType.STRING, 1, 3);

    private static void with(GraphFile graph, Consumer<Interpreter> use) {
        ask(graph, interpreter -> {
            use.accept(interpreter);
            return "";
        });
    }

    private static <T> T ask(GraphFile graph, Function<Interpreter, T> use) {
        try (Model model = TestLibrary.lite().model(ModelFile.of("strings", graph.bytes()));
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.allocateTensors();
            return use.apply(interpreter);
        }
    }

    private static List<String> copied(List<String> values) {
        return ask(new GraphFile().copy("in", TensorType.STRING, 1, values.size()), interpreter -> {
            interpreter.input(0).putStrings(values);
            assertThat(interpreter.input(0).strings()).isEqualTo(values);
            assertThat(interpreter.input(0).shape()).isEqualTo(Shape.of(1, values.size()));
            interpreter.invoke();
            assertThat(interpreter.output(0).shape()).isEqualTo(Shape.of(1, values.size()));
            return interpreter.output(0).strings();
        });
    }

    private static List<String> picked(GraphFile graph, Consumer<Interpreter> fill) {
        return ask(graph, interpreter -> {
            fill.accept(interpreter);
            interpreter.invoke();
            return interpreter.output(0).strings();
        });
    }

    @Test
    void anyTextComesThroughAsItWas() {
        List<String> values = List.of("pump", "", "überhitzt", "a\0b\0", "\0", "ポンプ", "🔥", "x".repeat(100_000));

        assertThat(copied(values)).isEqualTo(values);
        assertThat(copied(List.of(""))).containsExactly("");
    }

    @Test
    void kernelsReadTheStringsThatWerePut() {
        GraphFile graph = new GraphFile().pick(4, 3);

        assertThat(picked(graph, interpreter -> {
                    interpreter.input(0).putStrings(List.of("valve", "", "größer", "a\0b"));
                    interpreter.input(1).putInts(0, new int[] {3, 2, 1});
                }))
                .containsExactly("a\0b", "größer", "");
    }

    @Test
    void stringsCanBePutAgainLongerAndShorter() {
        with(COPY, interpreter -> {
            for (String text : List.of("a", "a much longer one than before", "b", "")) {
                interpreter.input(0).putStrings(List.of(text, "second", text));
                interpreter.invoke();
                assertThat(interpreter.output(0).strings()).containsExactly(text, "second", text);
            }
        });
    }

    /// A kernel that looks for a string where there is none would end the process.
    @Test
    void stringsThatNobodyPutAreEmpty() {
        assertThat(picked(
                        new GraphFile().pick(4, 3),
                        interpreter -> interpreter.input(1).putInts(0, new int[3])))
                .containsExactly("", "", "");
    }

    @Test
    void signaturesTakeAndGiveStringsToo() {
        byte[] file = new GraphFile().pick(4, 3).signature("serve").bytes();
        try (Model model = TestLibrary.lite().model(ModelFile.of("strings", file));
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            SignatureRunner runner = interpreter.signatureRunner("serve");
            runner.allocateTensors();
            runner.input("in1").putInts(0, new int[] {3, 2, 1});
            runner.invoke();
            assertThat(runner.output("out0").strings()).containsExactly("", "", "");

            runner.input("in0").putStrings(List.of("a", "b", "c", "d"));
            runner.invoke();
            assertThat(runner.output("out0").strings()).containsExactly("d", "c", "b");
        }
    }

    @Test
    void afterAResizeThereAreAsManyEmptyStringsAsTheNewShapeHas() {
        GraphFile graph = new GraphFile().copyDynamic("in", TensorType.STRING, new int[] {1, 2}, 1, -1);

        with(graph, interpreter -> {
            interpreter.input(0).putStrings(List.of("a", "b"));
            interpreter.resizeInput(0, Shape.of(1, 4)).allocateTensors();
            assertThat(interpreter.input(0).strings()).containsExactly("", "", "", "");
            interpreter.input(0).putStrings(List.of("a", "b", "c", "d"));
            interpreter.invoke();
            assertThat(interpreter.output(0).strings()).containsExactly("a", "b", "c", "d");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void anotherNumberOfStringsThanTheShapeHasIsRefused(int count) {
        with(COPY, interpreter -> {
            assertThatThrownBy(() -> interpreter.input(0).putStrings(Collections.nCopies(count, "x")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input 0 \"in\": expected 3 strings for its shape [1, 3], got " + count);
            assertThat(interpreter.input(0).strings()).containsExactly("", "", "");
        });
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        with(COPY, interpreter -> {
            assertThatThrownBy(() -> interpreter.input(0).putStrings(List.of("a", "b\uD83D", "c")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input 0 \"in\": string 1 has half of a surrogate pair, which UTF-8 can't hold");
        });
    }

    @Test
    void stringsAreNoNumbersAndNumbersNoStrings() {
        with(COPY, interpreter -> {
            assertThatThrownBy(() -> interpreter.input(0).putBytes(0, new byte[1]))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input 0 \"in\": expected INT8 or UINT8, the tensor is STRING [1, 3]");
            List<Consumer<Tensor>> uses = List.of(t -> t.putRaw(0, new byte[1]), Tensor::clear, Tensor::raw);
            for (Consumer<Tensor> use : uses) {
                assertThatThrownBy(() -> use.accept(interpreter.input(0)))
                        .isInstanceOf(InferenceException.class)
                        .hasMessage("input 0 \"in\" is of type STRING: use putStrings and strings");
            }
            assertThatThrownBy(() -> interpreter.output(0).strings())
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("has no memory yet");
        });
        with(new GraphFile().copy("in", TensorType.INT32, 1, 3), interpreter -> {
            assertThatThrownBy(() -> interpreter.input(0).putStrings(List.of("a", "b", "c")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input 0 \"in\": expected STRING, the tensor is INT32 [1, 3]");
            assertThatThrownBy(() -> interpreter.input(0).strings()).isInstanceOf(InferenceException.class);
        });
    }

    @Test
    void resourcesAreRefusedWithWhatToDo() {
        try (Model model = TestLibrary.lite()
                        .model(ModelFile.of(
                                "resource",
                                new GraphFile()
                                        .copy("in", TensorType.RESOURCE, 1, 3)
                                        .bytes()));
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.allocateTensors();
            assertThatThrownBy(() -> interpreter.input(0).raw())
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input 0 \"in\" is of type RESOURCE, which can't be read or written from Java:"
                            + " convert the model so that it takes and gives numbers or strings");
        }
    }

    @Test
    void aModelsOwnStringsArePicked() {
        GraphFile graph = new GraphFile().pickConstant(2, StringElements.pack("words", List.of("low", "high")), 3);

        assertThat(picked(graph, interpreter -> interpreter.input(0).putInts(0, new int[] {1, 0, 1})))
                .containsExactly("high", "low", "high");
    }

    /// Offsets of a model's own strings that point elsewhere would be followed.
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12})
    void aModelWhoseOwnStringsAreDamagedIsRefused(int at) {
        byte[] words = StringElements.pack("words", List.of("low", "high"));
        ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 1_000_000);
        byte[] file = new GraphFile().pickConstant(2, words, 3).bytes();

        assertThatThrownBy(() -> ModelFile.of("damaged", file))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("tensor 0 [2] does not hold 2 strings");
    }

    @Test
    void aNegativeNumberOfStringsIsNoneEvenWhereFileAndShapeAgree() {
        byte[] words = StringElements.pack("words", List.of());
        ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).putInt(0, -1);
        byte[] file = new GraphFile().pickConstant(-1, words, 3).bytes();

        assertThatThrownBy(() -> ModelFile.of("damaged", file))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("tensor 0 [-1] does not hold -1 strings");
    }
}
