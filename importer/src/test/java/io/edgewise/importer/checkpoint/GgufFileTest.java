// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.gguf");
    }

    /// Every type of value, two lists, two tensors.
    private static Gguf small() {
        return new Gguf()
                .put("general.architecture", "llama")
                .put("a.u8", 0, (byte) -1)
                .put("a.i8", 1, (byte) -1)
                .put("a.u16", 2, (byte) -1, (byte) -1)
                .put("a.i16", 3, (byte) -1, (byte) -1)
                .put("a.u32", -1)
                .put("a.i32", Gguf.INT32, Gguf.int32(-1))
                .put("a.f32", 1e-5f)
                .put("a.flag", true)
                .put("a.u64", 10, Gguf.int64(-1))
                .put("a.i64", 11, Gguf.int64(-1))
                .put("a.f64", 12, Gguf.int64(Double.doubleToLongBits(0.1)))
                .texts("a.texts", List.of("Ġt", "", "東京"))
                .wholes("a.wholes", 3, -1)
                .numbers("a.numbers", -0.5f)
                .floats("x.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .floats("y.weight", List.of(1), 7);
    }

    @Test
    void everyTypeOfValueIsRead() {
        try (GgufFile opened = GgufFile.open(small().write(file))) {
            Configuration values = opened.metadata(new Findings());

            assertThat(Stream.of(
                                    "general.architecture",
                                    "a.u8",
                                    "a.i8",
                                    "a.u16",
                                    "a.i16",
                                    "a.u32",
                                    "a.i32",
                                    "a.f32",
                                    "a.flag",
                                    "a.u64",
                                    "a.i64",
                                    "a.f64")
                            .map(key -> values.text(key).orElseThrow()))
                    .containsExactly(
                            "llama",
                            "255",
                            "-1",
                            "65535",
                            "-1",
                            "4294967295",
                            "-1",
                            "1.0E-5",
                            "true",
                            "18446744073709551615",
                            "-1",
                            "0.1");
            assertThat(opened.texts("a.texts").orElseThrow()).containsExactly("Ġt", "", "東京");
            assertThat(opened.numbers("a.wholes").orElseThrow()).containsExactly(3, -1);
            assertThat(opened.numbers("a.numbers").orElseThrow()).containsExactly(-0.5);
            assertThat(opened.texts("a.none")).isEmpty();
        }
    }

    @Test
    void aListOfSomethingElseIsRefused() {
        try (GgufFile opened = GgufFile.open(small().write(file))) {
            assertThatThrownBy(() -> opened.texts("a.wholes"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("a.wholes is a list of INT32, expected texts");
            assertThatThrownBy(() -> opened.numbers("a.texts")).hasMessageContaining("a list of STRING");
        }
    }

    @Test
    void shapesAreTurnedAround() {
        try (GgufFile opened = GgufFile.open(small().write(file))) {
            StoredTensor tensor = tensor(opened, "x.weight");
            float[] row = new float[3];
            opened.weights(tensor).row(1, row);

            assertThat(tensor.shape()).containsExactly(2, 3);
            assertThat(row).containsExactly(4, 5, 6);
        }
    }

    @Test
    void versionTwoAndAnotherAlignmentAreRead() {
        Path written = new Gguf(2, 64)
                .put("general.alignment", 64)
                .floats("x.weight", List.of(1), 1)
                .floats("y.weight", List.of(1), 2)
                .write(file);

        try (GgufFile opened = GgufFile.open(written)) {
            assertThat(tensor(opened, "y.weight").offset()
                            - tensor(opened, "x.weight").offset())
                    .isEqualTo(64);
        }
    }

    /// A vocabulary of 100,000 pieces, of which nothing is kept in memory until it is asked for.
    @Test
    void listsOfAnyLengthAreGoneThrough() {
        List<String> pieces = Stream.iterate(0, i -> i + 1)
                .limit(100_000)
                .map(String::valueOf)
                .toList();
        Path written = new Gguf()
                .texts("tokenizer.ggml.tokens", pieces)
                .put("a", 7)
                .floats("x.weight", List.of(1), 1)
                .write(file);

        try (GgufFile opened = GgufFile.open(written)) {
            assertThat(opened.texts("tokenizer.ggml.tokens").orElseThrow()).isEqualTo(pieces);
            assertThat(opened.metadata(new Findings()).integer("a", 0, 9)).isEqualTo(7);
        }
    }

    private static StoredTensor tensor(GgufFile opened, String name) {
        return Objects.requireNonNull(opened.tensors().get(name), name);
    }

    static Stream<Arguments> lies() {
        Gguf two = new Gguf().describe("a", Gguf.F32, new long[] {8}, 0);
        return Stream.of(
                Arguments.of(at(0, "GGML"), "is no GGUF file: it begins with the bytes 47474d4c"),
                Arguments.of(at(4, 1), "is a GGUF file of version 1; read are 2 and 3"),
                Arguments.of(at(4, 4), "is a GGUF file of version 4"),
                Arguments.of(at(4, 3 << 24), "is a GGUF file for big-endian computers"),
                Arguments.of(at(8, -1L), "at byte 8 that it has 18446744073709551615 tensors; at most 100000 are read"),
                Arguments.of(at(8, 99_999L), "at byte 8 that it has 99999 tensors"),
                Arguments.of(at(16, 1L << 40), "at byte 16 that it has 1099511627776 keys of metadata"),
                Arguments.of(at(24, 1L << 33), "key 0 of the metadata, at byte 32, would have 8589934592 bytes"),
                Arguments.of(at(24, 60_000L), "key 0 of the metadata, at byte 32, would have 60000 bytes, and"),
                Arguments.of(new Gguf().put("a b", 1).toBytes(), "key 0 of the metadata, before byte 35, is \"a b\""),
                Arguments.of(new Gguf().put("", 1).toBytes(), "is \"\""),
                Arguments.of(new Gguf().put("a", 1).put("a", 2).toBytes(), "the key \"a\" stands there twice"),
                Arguments.of(new Gguf().put("a", 13, new byte[8]).toBytes(), "a has values of type 13"),
                Arguments.of(new Gguf().put("a", Gguf.BOOL, (byte) 2).toBytes(), "a is neither true nor false, but 2"),
                Arguments.of(
                        new Gguf().put("a", Gguf.ARRAY, list(Gguf.ARRAY, 1, 20)).toBytes(), "a is a list of lists"),
                Arguments.of(
                        new Gguf()
                                .put("a", Gguf.ARRAY, list(Gguf.INT32, 1L << 61, 20))
                                .toBytes(),
                        "that it has 2305843009213693952 values of a"),
                Arguments.of(
                        new Gguf()
                                .put("a", Gguf.ARRAY, list(Gguf.STRING, 3, 32))
                                .put("b", 1)
                                .toBytes(),
                        "key 1 of the metadata, before byte 81, is \"\""),
                Arguments.of(
                        new Gguf().put("a", Gguf.STRING, Gguf.int64(-1)).toBytes(),
                        "the value of a, at byte 45, would have 18446744073709551615 bytes"),
                Arguments.of(
                        new Gguf()
                                .put("a", Gguf.STRING, concat(Gguf.int64(1), new byte[] {-1}))
                                .toBytes(),
                        "the value of a, at byte 45, is not UTF-8"),
                Arguments.of(new Gguf().put("general.alignment", 24).toBytes(), "general.alignment is the number 24"),
                Arguments.of(new Gguf().put("general.alignment", 0).toBytes(), "general.alignment is the number 0"),
                Arguments.of(of("x".repeat(65), 1, 0), "the name of tensor 0, at byte 32, would have 65 bytes"),
                Arguments.of(new Gguf().describe("a", 0, new long[5], 0).toBytes(), "\"a\" has 5 dimensions"),
                Arguments.of(new Gguf().describe("a", 0, new long[0], 0).toBytes(), "\"a\" has 0 dimensions"),
                Arguments.of(of("a", 0, 0), "tensor \"a\" has a dimension of 0"),
                Arguments.of(of("a", -1, 0), "tensor \"a\" has a dimension of 18446744073709551615"),
                Arguments.of(
                        new Gguf()
                                .describe("a", 0, new long[] {1 << 30, 1 << 30, 1 << 30}, 0)
                                .toBytes(),
                        "tensor \"a\" has the shape [1073741824, 1073741824, 1073741824]"),
                Arguments.of(
                        new Gguf().describe("a", 99, new long[] {1}, 0).toBytes(),
                        "tensor \"a\" has elements of type 99, which is not known"),
                Arguments.of(
                        new Gguf().describe("a", Gguf.Q4_0, new long[] {33}, 0).toBytes(),
                        "tensor \"a\" of shape [33] has no whole blocks of 32 Q4_0"),
                Arguments.of(of("a", 1, 1), "tensor \"a\" begins at byte 1 of the weights, expected a multiple of 32"),
                Arguments.of(of("a", 1, 1L << 62), "tensor \"a\" begins at byte 4611686018427387904"),
                Arguments.of(of("a", 1, -32), "tensor \"a\" begins at byte 18446744073709551584"),
                Arguments.of(of("a", 1, 32), "tensor \"a\" of 4 bytes would lie at byte 96 of 64: the file was cut"),
                Arguments.of(
                        two.tensor("b", Gguf.F32, List.of(8), new byte[32]).toBytes(),
                        "tensor \"b\" begins at byte 96, \"a\" ends at 128"),
                Arguments.of(
                        new Gguf()
                                .floats("a", List.of(1), 1)
                                .floats("a", List.of(1), 1)
                                .toBytes(),
                        "tensor \"a\" is there twice"));
    }

    private static byte[] of(String name, long dimension, long offset) {
        return new Gguf()
                .describe(name, Gguf.F32, new long[] {dimension}, offset)
                .toBytes();
    }

    private static byte[] list(int type, long count, int bytes) {
        return concat(Gguf.int32(type), Gguf.int64(count), new byte[bytes]);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] at(int position, long value) {
        byte[] bytes = small().toBytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(position, value);
        return bytes;
    }

    private static byte[] at(int position, int value) {
        byte[] bytes = small().toBytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
        return bytes;
    }

    private static byte[] at(int position, String value) {
        byte[] bytes = small().toBytes();
        ByteBuffer.wrap(bytes).put(position, value.getBytes(US_ASCII));
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aHeaderThatIsNotOfItsFileIsRefused(byte[] bytes, String sentence) throws IOException {
        Files.write(file, bytes);

        assertThatThrownBy(() -> GgufFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + " is ")
                .hasMessageContaining(sentence);
    }

    @Test
    void aFileThatIsCutShortAnywhereIsRefused() throws IOException {
        byte[] whole = small().toBytes();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> GgufFile.open(file))
                    .as("cut at %d", length)
                    .isInstanceOf(CheckpointException.class);
        }
        Files.write(file, whole);
        assertThatCode(() -> GgufFile.open(file).close()).doesNotThrowAnyException();
    }

    /// A file of 9 GB with holes: what its header says is believed only where the file has it, and no memory
    /// taken.
    @Test
    void aHeaderOfMoreThanTheMostIsRefused() throws IOException {
        Files.write(
                file, new Gguf().put("a", Gguf.ARRAY, list(Gguf.STRING, 2, 0)).toBytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(Gguf.int64(1L << 33)), 57);
            channel.write(ByteBuffer.wrap(new byte[1]), 9L << 30);
        }

        assertThatThrownBy(() -> GgufFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the list a, at byte 65, would be in a header of more than 67108864 bytes");
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> GgufFile.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("can't be read");
        assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOf(CheckpointException.class);
    }
}
