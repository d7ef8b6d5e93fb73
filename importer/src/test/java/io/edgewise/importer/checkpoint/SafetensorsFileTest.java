// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.safetensors");
    }

    private static StoredTensor tensor(SafetensorsFile opened, String name) {
        return Objects.requireNonNull(opened.tensors().get(name), name);
    }

    private static float[] row(SafetensorsFile opened, String name, int row) {
        Weights weights = opened.weights(tensor(opened, name));
        float[] target = new float[weights.columns()];
        weights.row(row, target);
        return target;
    }

    private static byte[] bytes(short... halves) {
        ByteBuffer bytes = ByteBuffer.allocate(halves.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (short half : halves) {
            bytes.putShort(half);
        }
        return bytes.array();
    }

    private static byte[] bytes(float... floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    @Test
    void everyTypeOfTrainingIsRead() {
        new Safetensors()
                .put("a", "F32", List.of(2, 2), bytes(1f, -2f, 0.1f, 4f))
                .put("b", "F16", List.of(2), bytes((short) 0x3C00, (short) 0xC100))
                .put("c", "BF16", List.of(2), bytes((short) 0x3F80, (short) 0xC020))
                .write(file);

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors().keySet()).containsExactly("a", "b", "c");
            assertThat(row(opened, "a", 0)).containsExactly(1f, -2f);
            assertThat(row(opened, "a", 1)).containsExactly(0.1f, 4f);
            assertThat(row(opened, "b", 0)).containsExactly(1f, -2.5f);
            assertThat(row(opened, "c", 0)).containsExactly(1f, -2.5f);
        }
    }

    /// Rows are read ahead in blocks, which end between them.
    @Test
    void rowsMayBeReadInAnyOrder() {
        float[] numbers = new float[300 * 700];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        new Safetensors().put("a", "F32", List.of(300, 700), bytes(numbers)).write(file);

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            Weights weights = opened.weights(tensor(opened, "a"));
            float[] row = new float[700];
            for (int r : new int[] {0, 1, 299, 93, 92, 94, 0, 298}) {
                weights.row(r, row);
                assertThat(row[0]).isEqualTo(r * 700f);
                assertThat(row[699]).isEqualTo(r * 700f + 699);
            }
        }
    }

    /// A file of 3 GB with holes: nothing of it is read but the header and the row that is asked for.
    @Test
    void aFileLargerThanAnArrayIsRead() throws IOException {
        long rows = 3_000_000;
        String header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d,250],\"data_offsets\":[0,%d]}}".formatted(rows, rows * 1000);
        Safetensors.write(file, header);
        long start = Files.size(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(7f)), start + rows * 1000 - 4);
        }

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(row(opened, "a", (int) rows - 1)).endsWith(0f, 7f);
            assertThat(row(opened, "a", 0)).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                           | has 18 bytes, its header describes 10
            []                                                                           | has no block of tensors
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}                        | has a header that is not JSON
            {"a":7}                                                                      | tensor "a" is the number 7
            {"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}                       | tensor "a" has the element type "F33"
            {"a":{"dtype":"F32","data_offsets":[0,8]}}                                   | tensor "a" has no list "shape"
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                      | tensor "a" has the number -2 in "shape"
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                         | tensor "a" lies at [0] of 8 bytes
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                       | tensor "a" lies at [8, 0] of 8 bytes
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                      | tensor "a" lies at [0, 16] of 8 bytes
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}                       | tensor "a" of shape [1] and type F32 has 8 bytes
            {"a":{"dtype":"F32","shape":[3037000500,3037000500,2],"data_offsets":[0,8]}} | tensor "a" has the shape
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                       | tensor "a" begins at byte
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                       | its header describes
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | tensor "b" begins at byte
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}    | in "shape"
            """)
    void aHeaderThatIsNotOfItsFileIsRefused(String header, String sentence) {
        Safetensors.write(file, header, new byte[8]);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + " ")
                .hasMessageContaining(sentence);
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws IOException {
        for (long length : new long[] {0, 9, 1L << 40, -1}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());

            assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("is no safetensors file");
        }
    }

    @Test
    void aFileThatBecomesShorterEndsInAnException() throws IOException {
        new Safetensors().put("a", "F32", List.of(2), new byte[8]).write(file);

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 1);
            }

            assertThatThrownBy(() -> row(opened, "a", 0))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("became shorter while it was read");
        }
    }
}
