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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A safetensors file to be changed and written again, or a new one. Confined to one test.
public final class Safetensors {
    private static final int LENGTH_BYTES = 8;
    private static final Pattern ENTRY =
            Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([^\\]]*)\\],"
                    + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

    private record Entry(String dtype, List<Integer> shape, ByteBuffer content) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// Reads a file that the format's own library wrote.
    public static Safetensors read(Path file) {
        Safetensors tensors = new Safetensors();
        byte[] bytes = bytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Matcher entry = ENTRY.matcher(new String(bytes, LENGTH_BYTES, length, UTF_8));
        int data = LENGTH_BYTES + length;
        while (entry.find()) {
            List<Integer> shape = entry.group(3).isEmpty()
                    ? List.of()
                    : Arrays.stream(entry.group(3).split(","))
                            .map(Integer::valueOf)
                            .toList();
            byte[] content = Arrays.copyOfRange(
                    bytes, data + Integer.parseInt(entry.group(4)), data + Integer.parseInt(entry.group(5)));
            tensors.entries.put(entry.group(1), new Entry(entry.group(2), shape, ByteBuffer.wrap(content)));
        }
        return tensors;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a tensor, or puts it in the place of another.
    public Safetensors put(String name, String dtype, List<Integer> shape, byte... content) {
        entries.put(name, new Entry(dtype, shape, ByteBuffer.wrap(content)));
        return this;
    }

    /// Takes a tensor out; it must be there.
    public Safetensors remove(String name) {
        entry(name);
        entries.remove(name);
        return this;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(name + " is none of " + entries.keySet());
        }
        return entry;
    }

    /// Gives a tensor another name.
    public Safetensors rename(String from, String to) {
        Entry entry = entry(from);
        remove(from);
        entries.put(to, entry);
        return this;
    }

    /// Gives a tensor another shape of as many elements.
    public Safetensors reshape(String name, Integer... shape) {
        Entry entry = entry(name);
        entries.put(name, new Entry(entry.dtype(), List.of(shape), entry.content()));
        return this;
    }

    /// The names, in the file's order.
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /// Writes the file, in the place of one that is there.
    public void write(Path file) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<String> header = new ArrayList<>();
        entries.forEach((name, entry) -> {
            int begin = data.size();
            data.writeBytes(entry.content().array());
            header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                    .formatted(
                            name,
                            entry.dtype(),
                            entry.shape().stream().map(String::valueOf).collect(Collectors.joining(",")),
                            begin,
                            data.size()));
        });
        write(file, "{" + String.join(",", header) + "}", data.toByteArray());
    }

    /// Writes a file with this header, right or wrong.
    public static void write(Path file, String header, byte... data) {
        byte[] json = header.getBytes(UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(LENGTH_BYTES + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
