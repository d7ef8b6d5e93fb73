// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A GGUF file to be written, right or wrong: nothing is checked. Confined to one test.
public final class Gguf {
    public static final int F32 = 0;
    public static final int F16 = 1;
    public static final int Q4_0 = 2;
    public static final int Q4_1 = 3;
    public static final int Q8_0 = 8;
    public static final int Q6_K = 14;
    public static final int BF16 = 30;

    public static final int UINT32 = 4;
    public static final int INT32 = 5;
    public static final int FLOAT32 = 6;
    public static final int BOOL = 7;
    public static final int STRING = 8;
    public static final int ARRAY = 9;

    private final int version;
    private final int alignment;
    private final List<byte[]> metadata = new ArrayList<>();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int count;

    /// Of version 3, with weights at multiples of 32.
    public Gguf() {
        this(3, 32);
    }

    public Gguf(int version, int alignment) {
        this.version = version;
        this.alignment = alignment;
    }

    /// Adds a value of any type.
    ///
    /// @param value as it stands in the file
    public Gguf put(String key, int type, byte... value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text(key));
        bytes.writeBytes(int32(type));
        bytes.writeBytes(value);
        metadata.add(bytes.toByteArray());
        return this;
    }

    public Gguf put(String key, String value) {
        return put(key, STRING, text(value));
    }

    public Gguf put(String key, int value) {
        return put(key, UINT32, int32(value));
    }

    public Gguf put(String key, float value) {
        return put(key, FLOAT32, int32(Float.floatToIntBits(value)));
    }

    public Gguf put(String key, boolean value) {
        return put(key, BOOL, (byte) (value ? 1 : 0));
    }

    /// Adds a list of texts.
    public Gguf texts(String key, List<String> values) {
        return list(key, STRING, values.size(), out -> values.forEach(value -> out.writeBytes(text(value))));
    }

    /// Adds a list of whole numbers.
    public Gguf wholes(String key, int... values) {
        return list(key, INT32, values.length, out -> {
            for (int value : values) {
                out.writeBytes(int32(value));
            }
        });
    }

    /// Adds a list of numbers.
    public Gguf numbers(String key, float... values) {
        return list(key, FLOAT32, values.length, out -> {
            for (float value : values) {
                out.writeBytes(int32(Float.floatToIntBits(value)));
            }
        });
    }

    private Gguf list(String key, int type, int length, Consumer<ByteArrayOutputStream> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(int32(type));
        bytes.writeBytes(int64(length));
        values.accept(bytes);
        return put(key, ARRAY, bytes.toByteArray());
    }

    /// Adds a tensor behind the others.
    ///
    /// @param shape as in other formats: the longest step first
    public Gguf tensor(String name, int type, List<Integer> shape, byte... content) {
        data.writeBytes(new byte[-data.size() & alignment - 1]);
        describe(name, type, shape.reversed().stream().mapToLong(i -> i).toArray(), data.size());
        data.writeBytes(content);
        return this;
    }

    /// Adds a tensor of floats.
    public Gguf floats(String name, List<Integer> shape, float... values) {
        return tensor(name, F32, shape, bytes(values));
    }

    /// Describes a tensor, whether it is there or not.
    ///
    /// @param dimensions as they stand in the file
    public Gguf describe(String name, int type, long[] dimensions, long offset) {
        tensors.writeBytes(text(name));
        tensors.writeBytes(int32(dimensions.length));
        for (long dimension : dimensions) {
            tensors.writeBytes(int64(dimension));
        }
        tensors.writeBytes(int32(type));
        tensors.writeBytes(int64(offset));
        count++;
        return this;
    }

    /// The file.
    public byte[] toBytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(UTF_8));
        file.writeBytes(int32(version));
        file.writeBytes(int64(count));
        file.writeBytes(int64(metadata.size()));
        metadata.forEach(file::writeBytes);
        file.writeBytes(tensors.toByteArray());
        file.writeBytes(new byte[-file.size() & alignment - 1]);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    /// Writes the file, in the place of one that is there.
    public Path write(Path file) {
        try {
            return Files.write(file, toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Floats as they stand in a file.
    public static byte[] bytes(float... floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /// A text with its length before it, as it stands in a file.
    public static byte[] text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(utf8.length)
                .put(utf8)
                .array();
    }

    /// A number as it stands in a file.
    public static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /// A number as it stands in a file.
    public static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
