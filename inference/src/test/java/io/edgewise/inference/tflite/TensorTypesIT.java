// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Every element type through a graph that copies it, on the library's own kernels.
class TensorTypesIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);

    private static <T> T through(GraphFile graph, Consumer<Tensor> fill, Function<Tensor, T> read) {
        try (Model model = TestLibrary.lite().model(ModelFile.of("copy", graph.bytes()));
                Interpreter interpreter = model.interpreter(BUILTIN)) {
            interpreter.allocateTensors();
            fill.accept(interpreter.input(0));
            interpreter.invoke();
            return read.apply(interpreter.output(0));
        }
    }

    private static <T> T through(TensorType type, Consumer<Tensor> fill, Function<Tensor, T> read) {
        return through(new GraphFile().copy("in", type, 1, 3), fill, read);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT32", "UINT32"})
    void ints(TensorType type) {
        int[] values = {Integer.MIN_VALUE, -1, Integer.MAX_VALUE};
        assertThat(through(type, t -> t.putInts(0, values), Tensor::ints)).containsExactly(values);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT64", "UINT64"})
    void longs(TensorType type) {
        long[] values = {Long.MIN_VALUE, -1, Long.MAX_VALUE};
        assertThat(through(type, t -> t.putLongs(0, values), Tensor::longs)).containsExactly(values);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT16", "UINT16"})
    void shorts(TensorType type) {
        short[] values = {Short.MIN_VALUE, -1, Short.MAX_VALUE};
        assertThat(through(type, t -> t.putShorts(0, values), Tensor::shorts)).containsExactly(values);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "UINT8"})
    void bytes(TensorType type) {
        byte[] values = {-128, -1, 127};
        assertThat(through(type, t -> t.putBytes(0, values), Tensor::bytes)).containsExactly(values);
    }

    @Test
    void booleans() {
        assertThat(through(TensorType.BOOL, t -> t.putBooleans(0, new boolean[] {true, false, true}), Tensor::booleans))
                .containsExactly(true, false, true);
    }

    @Test
    void floats() {
        float[] values = {Float.MIN_VALUE, -0.5f, Float.MAX_VALUE};
        assertThat(through(TensorType.FLOAT32, t -> t.putFloats(0, values), Tensor::floats))
                .containsExactly(values);
    }

    @Test
    void doubles() {
        double[] values = {Double.MIN_VALUE, -0.5, Double.MAX_VALUE};
        assertThat(through(TensorType.FLOAT64, t -> t.putDoubles(0, values), Tensor::doubles))
                .containsExactly(values);
    }

    @Test
    void halvesAreRoundedToTheNearest() {
        float[] values = {1.0002f, -2.5f, 70_000f};
        assertThat(through(TensorType.FLOAT16, t -> t.putHalves(0, values), Tensor::halves))
                .containsExactly(1, -2.5f, Float.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NO_TYPE", "UNKNOWN", "STRING", "RESOURCE", "VARIANT", "INT4", "COMPLEX128"})
    void everyTypeWithMemoryIsReadableAsBytes(TensorType type) {
        byte[] values = new byte[3 * type.elementBytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i + 1);
        }
        assertThat(through(type, t -> t.putRaw(0, values), Tensor::raw)).containsExactly(values);
        assertThat(through(
                        type,
                        t -> {
                            t.putRaw(0, values);
                            t.clear();
                        },
                        Tensor::raw))
                .containsOnly(0);
    }

    @Test
    void aTensorBeginsWhereItIsToldTo() {
        assertThat(through(
                        TensorType.INT64,
                        t -> {
                            t.clear();
                            t.putLongs(1, new long[] {7, 8});
                        },
                        Tensor::longs))
                .containsExactly(0, 7, 8);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "3, 1", "2, 2", "0, 4", "2147483647, 1"})
    void elementsOutsideOfATensorAreRefused(int at, int count) {
        refusedOutside(TensorType.INT64, t -> t.putLongs(at, new long[count]));
        refusedOutside(TensorType.INT16, t -> t.putShorts(at, new short[count]));
        refusedOutside(TensorType.INT8, t -> t.putBytes(at, new byte[count]));
        refusedOutside(TensorType.BOOL, t -> t.putBooleans(at, new boolean[count]));
        refusedOutside(TensorType.FLOAT32, t -> t.putFloats(at, new float[count]));
        refusedOutside(TensorType.FLOAT16, t -> t.putHalves(at, new float[count]));
        refusedOutside(TensorType.FLOAT64, t -> t.putDoubles(at, new double[count]));
        refusedOutside(TensorType.UINT8, t -> t.putRaw(at, new byte[count]));
    }

    private static void refusedOutside(TensorType type, Consumer<Tensor> fill) {
        assertThatThrownBy(() -> through(type, fill, Tensor::raw))
                .as("%s", type)
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void eachMethodTakesItsOwnTypesOnly() {
        Consumer<Tensor> nothing = t -> {};
        List<Function<Tensor, Object>> reads = List.of(
                Tensor::longs, Tensor::shorts, Tensor::bytes, Tensor::booleans, Tensor::halves, Tensor::doubles);
        for (Function<Tensor, Object> read : reads) {
            assertThatThrownBy(() -> through(TensorType.FLOAT32, nothing, read))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageMatching("output 0 \"in_out\": expected .*, the tensor is FLOAT32 \\[1, 3]");
        }
        assertThatThrownBy(() -> through(TensorType.INT8, t -> t.putInts(0, new int[1]), Tensor::raw))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 0 \"in\": expected INT32 or UINT32, the tensor is INT8 [1, 3]");
    }

    @Test
    void oneScaleServesAWholeTensor() {
        GraphFile graph =
                new GraphFile().copyQuantized("in", TensorType.INT8, new int[] {1, 4}, List.of(0.5f), List.of(10L), 0);

        assertThat(through(graph, t -> t.putReals(0, new float[] {0, 1, 1000, -1000}), Tensor::bytes))
                .containsExactly(10, 12, 127, -128);
        assertThat(through(graph, t -> t.putBytes(0, new byte[] {10, 12, 0, -128}), Tensor::reals))
                .containsExactly(0, 1, -5, -69);
        Quantization quantization =
                through(graph, t -> {}, t -> t.spec().quantization().orElseThrow());
        assertThat(quantization.isPerChannel()).isFalse();
        assertThat(quantization.scale(0)).isEqualTo(0.5f);
        assertThat(quantization.zeroPoint(0)).isEqualTo(10);
        assertThat(quantization).hasToString("scale 0.5, zero point 10");
    }

    @Test
    void unsignedNumbersAreUnsigned() {
        GraphFile graph =
                new GraphFile().copyQuantized("in", TensorType.UINT8, new int[] {1, 3}, List.of(2f), List.of(128L), 0);

        assertThat(through(graph, t -> t.putReals(0, new float[] {254, -256, 900}), Tensor::bytes))
                .containsExactly(-1, 0, -1);
        assertThat(through(graph, t -> t.putBytes(0, new byte[] {-1, 0, -128}), Tensor::reals))
                .containsExactly(254, -256, 0);
    }

    @Test
    void eachChannelHasItsScale() {
        GraphFile graph = new GraphFile()
                .copyQuantized("in", TensorType.INT16, new int[] {1, 2, 3}, List.of(1f, 0.5f), List.of(0L, 0L), 1);

        assertThat(through(graph, t -> t.putReals(0, new float[] {1, 2, 3, 1, 2, 3}), Tensor::shorts))
                .containsExactly((short) 1, (short) 2, (short) 3, (short) 2, (short) 4, (short) 6);
        assertThat(through(graph, t -> t.putShorts(0, new short[] {1, 1, 1, 1, 1, 1}), Tensor::reals))
                .containsExactly(1, 1, 1, .5f, .5f, .5f);
        Quantization quantization =
                through(graph, t -> {}, t -> t.spec().quantization().orElseThrow());
        assertThat(quantization).hasToString("2 scales along dimension 1");
    }

    @Test
    void realNumbersNeedAQuantisation() {
        assertThatThrownBy(() -> through(TensorType.INT8, t -> t.putReals(0, new float[1]), Tensor::bytes))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 0 \"in\" is not quantised: its INT8 numbers stand for themselves");
        assertThatThrownBy(() -> through(TensorType.FLOAT32, t -> t.putReals(0, new float[1]), Tensor::raw))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 0 \"in\": expected INT8 or UINT8 or INT16, the tensor is FLOAT32 [1, 3]");
        GraphFile graph =
                new GraphFile().copyQuantized("in", TensorType.INT8, new int[] {3}, List.of(0.5f), List.of(0L), 0);
        assertThatThrownBy(() -> through(graph, t -> t.putReals(2, new float[2]), Tensor::raw))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
