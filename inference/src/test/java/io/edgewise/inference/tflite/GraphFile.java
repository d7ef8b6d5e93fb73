// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes small `.tflite` files, for what no file of others has: every element type, quantised inputs,
/// strings. The graph copies each input to an output (RESHAPE), or picks from strings (GATHER).
///
/// Source: the FlatBuffers binary format; TensorFlow 2.21 `schema.fbs` (field numbers).
final class GraphFile {
    /// What stands in a field of a table; a `null` leaves the field out.
    private sealed interface Value {
        record Small(int value) implements Value {}

        record Int(int value) implements Value {}

        record Text(String value) implements Value {}

        record Ints(List<Integer> values) implements Value {}

        record Floats(List<Float> values) implements Value {}

        record Longs(List<Long> values) implements Value {}

        record Bytes(ByteBuffer values) implements Value {}

        record Table(List<Value> fields) implements Value {}

        record Tables(List<Table> values) implements Value {}

        record LeftOut() implements Value {}
    }

    private static final Value NONE = new Value.LeftOut();
    private static final int RESHAPE = 22;
    private static final int GATHER = 36;
    /// `ReshapeOptions` in the union `BuiltinOptions`.
    private static final int RESHAPE_OPTIONS = 17;
    /// `GatherOptions` in the union `BuiltinOptions`.
    private static final int GATHER_OPTIONS = 23;

    private final List<Value.Table> tensors = new ArrayList<>();
    private final List<Value.Table> operators = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private final List<Value.Table> signatures = new ArrayList<>();
    /// The first has no content, for tensors without.
    private final List<Value.Table> buffers = new ArrayList<>(List.of(new Value.Table(List.of())));

    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);

    /// The numbers of the schema's `TensorType`, which are not those of [TensorType].
    static int schemaType(TensorType type) {
        return switch (type) {
            case FLOAT32 -> 0;
            case FLOAT16 -> 1;
            case INT32 -> 2;
            case UINT8 -> 3;
            case INT64 -> 4;
            case STRING -> 5;
            case BOOL -> 6;
            case INT16 -> 7;
            case COMPLEX64 -> 8;
            case INT8 -> 9;
            case FLOAT64 -> 10;
            case COMPLEX128 -> 11;
            case UINT64 -> 12;
            case RESOURCE -> 13;
            case VARIANT -> 14;
            case UINT32 -> 15;
            case UINT16 -> 16;
            case INT4 -> 17;
            case NO_TYPE, UNKNOWN -> throw new IllegalArgumentException(type.name());
        };
    }

    /// An input and an output of the same type and shape.
    GraphFile copy(String name, TensorType type, int... shape) {
        return add(name, type, shape, NONE, NONE);
    }

    /// The same with dimensions that may change.
    GraphFile copyDynamic(String name, TensorType type, int[] shape, int... signature) {
        return add(name, type, shape, numbers(signature), NONE);
    }

    /// The same with a quantisation.
    GraphFile copyQuantized(
            String name, TensorType type, int[] shape, List<Float> scales, List<Long> zeroPoints, int dimension) {
        return add(name, type, shape, NONE, quantization(scales, zeroPoints, dimension));
    }

    private static Value quantization(List<Float> scales, List<Long> zeroPoints, int dimension) {
        return new Value.Table(List.of(
                NONE,
                NONE,
                new Value.Floats(scales),
                new Value.Longs(zeroPoints),
                NONE,
                NONE,
                new Value.Int(dimension)));
    }

    private GraphFile add(String name, TensorType type, int[] shape, Value signature, Value quantization) {
        int input = input(tensor(name, type, shape, 0, signature, quantization));
        int output = output(tensor(name + "_out", type, shape, 0, signature, quantization));
        Value options = new Value.Table(List.of(anyLength(shape)));
        operators.add(operator(0, numbers(input), output, RESHAPE_OPTIONS, options));
        return this;
    }

    /// Inputs of strings and of INT32 positions, and an output with the strings that stand there.
    GraphFile pick(int strings, int positions) {
        return pickFrom(input(tensor("words", TensorType.STRING, new int[] {strings}, 0, NONE, NONE)), positions);
    }

    /// The same with strings of the model's own, as they lie in memory.
    GraphFile pickConstant(int strings, byte[] content, int positions) {
        buffers.add(new Value.Table(List.of(new Value.Bytes(ByteBuffer.wrap(content)))));
        tensors.add(tensor("words", TensorType.STRING, new int[] {strings}, buffers.size() - 1, NONE, NONE));
        return pickFrom(tensors.size() - 1, positions);
    }

    private GraphFile pickFrom(int words, int positions) {
        int[] shape = {positions};
        int at = input(tensor("at", TensorType.INT32, shape, 0, NONE, NONE));
        int picked = output(tensor("picked", TensorType.STRING, shape, 0, NONE, NONE));
        operators.add(operator(1, numbers(words, at), picked, GATHER_OPTIONS, new Value.Table(List.of())));
        return this;
    }

    /// Names what was added so far.
    GraphFile signature(String key) {
        signatures.add(new Value.Table(
                List.of(named("in", inputs), named("out", outputs), new Value.Text(key), NONE, new Value.Int(0))));
        return this;
    }

    private static Value named(String prefix, List<Integer> entries) {
        List<Value.Table> maps = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            maps.add(new Value.Table(List.of(new Value.Text(prefix + i), new Value.Int(entries.get(i)))));
        }
        return new Value.Tables(maps);
    }

    private int input(Value.Table tensor) {
        inputs.add(tensors.size());
        tensors.add(tensor);
        return inputs.getLast();
    }

    private int output(Value.Table tensor) {
        outputs.add(tensors.size());
        tensors.add(tensor);
        return outputs.getLast();
    }

    private static Value.Table operator(int code, Value read, int written, int optionsType, Value options) {
        return new Value.Table(
                List.of(new Value.Int(code), read, numbers(written), new Value.Small(optionsType), options));
    }

    private static Value.Table tensor(
            String name, TensorType type, int[] shape, int buffer, Value signature, Value quantization) {
        return new Value.Table(List.of(
                numbers(shape),
                new Value.Small(schemaType(type)),
                new Value.Int(buffer),
                new Value.Text(name),
                quantization,
                NONE,
                NONE,
                signature));
    }

    byte[] bytes() {
        Value.Table graph = new Value.Table(List.of(
                new Value.Tables(tensors),
                new Value.Ints(inputs),
                new Value.Ints(outputs),
                new Value.Tables(operators)));
        Value.Table model = new Value.Table(List.of(
                new Value.Int(3),
                new Value.Tables(List.of(code(RESHAPE), code(GATHER))),
                new Value.Tables(List.of(graph)),
                new Value.Text("test"),
                new Value.Tables(buffers),
                NONE,
                NONE,
                new Value.Tables(signatures)));
        out.putInt(0).put("TFL3".getBytes(StandardCharsets.US_ASCII));
        out.putInt(0, write(model));
        return Arrays.copyOf(out.array(), align(16));
    }

    private static Value.Table code(int operator) {
        return new Value.Table(List.of(new Value.Small(operator), NONE, new Value.Int(1), new Value.Int(operator)));
    }

    /// The last dimension is what is left.
    private static Value anyLength(int[] shape) {
        int[] any = shape.clone();
        any[any.length - 1] = -1;
        return numbers(any);
    }

    private static Value numbers(int... values) {
        return new Value.Ints(Arrays.stream(values).boxed().toList());
    }

    /// Writes a value, and then what it points to: offsets point forward.
    ///
    /// @return its position
    private int write(Value value) {
        return switch (value) {
            case Value.Text text -> text(text.value().getBytes(StandardCharsets.UTF_8));
            case Value.Ints ints -> {
                int at = vector(ints.values().size(), 4);
                ints.values().forEach(out::putInt);
                yield at;
            }
            case Value.Floats floats -> {
                int at = vector(floats.values().size(), 4);
                floats.values().forEach(out::putFloat);
                yield at;
            }
            case Value.Longs longs -> {
                int at = vector(longs.values().size(), 8);
                longs.values().forEach(out::putLong);
                yield at;
            }
            case Value.Bytes bytes -> {
                int at = vector(bytes.values().remaining(), 4);
                out.put(bytes.values().duplicate());
                yield at;
            }
            case Value.Tables tables -> tables(tables.values());
            case Value.Table table -> table(table.fields());
            case Value.Small b -> throw new IllegalArgumentException("inline " + b);
            case Value.Int i -> throw new IllegalArgumentException("inline " + i);
            case Value.LeftOut left -> throw new IllegalArgumentException("inline " + left);
        };
    }

    private int text(byte[] content) {
        int at = vector(content.length, 4);
        out.put(content).put((byte) 0);
        return at;
    }

    private int tables(List<Value.Table> values) {
        int at = vector(values.size(), 4);
        int first = out.position();
        out.position(first + 4 * values.size());
        for (int i = 0; i < values.size(); i++) {
            point(first + 4 * i, write(values.get(i)));
        }
        return at;
    }

    private int table(List<Value> fields) {
        align(4);
        int vtable = out.position();
        int table = vtable + (4 + 2 * fields.size() + 3) / 4 * 4;
        out.putShort((short) (4 + 2 * fields.size())).putShort((short) (4 + 4 * fields.size()));
        for (int i = 0; i < fields.size(); i++) {
            out.putShort((short) (fields.get(i) instanceof Value.LeftOut ? 0 : 4 + 4 * i));
        }
        out.position(table);
        out.putInt(table - vtable);
        out.position(table + 4 + 4 * fields.size());
        for (int i = 0; i < fields.size(); i++) {
            field(table + 4 + 4 * i, fields.get(i));
        }
        return table;
    }

    private void field(int at, Value value) {
        switch (value) {
            case Value.LeftOut left -> {}
            case Value.Small b -> out.put(at, (byte) b.value());
            case Value.Int i -> out.putInt(at, i.value());
            default -> point(at, write(value));
        }
    }

    private void point(int at, int target) {
        out.putInt(at, target - at);
    }

    /// Begins a vector whose elements are aligned.
    private int vector(int length, int alignment) {
        align(4);
        while ((out.position() + 4) % alignment != 0) {
            out.putInt(0);
        }
        int at = out.position();
        out.putInt(length);
        return at;
    }

    private int align(int bytes) {
        while (out.position() % bytes != 0) {
            out.put((byte) 0);
        }
        return out.position();
    }
}
