// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.container;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

/// A `.litertlm` file to be written, right or wrong: nothing is checked. Confined to one test.
public final class LiteRtLm {
    public static final int MODEL = 3;
    public static final int SENTENCE_PIECE = 4;
    public static final int NOTES = 5;
    public static final int TOKENIZER_JSON = 6;

    private static final int START_BYTES = 32;
    private static final int BLOCK = 16_384;
    private static final byte INT = 6;
    private static final byte TEXT = 9;

    private record Section(int type, ByteBuffer content, Map<String, String> items) {
        int bytes() {
            return content.remaining();
        }
    }

    private final List<Section> sections = new ArrayList<>();
    private final Map<String, String> says = new LinkedHashMap<>();
    private int major = 1;

    /// Of another version than 1.
    public LiteRtLm version(int number) {
        major = number;
        return this;
    }

    /// What the file says of itself.
    public LiteRtLm says(String key, String value) {
        says.put(key, value);
        return this;
    }

    /// Adds a section.
    ///
    /// @param items what is said of it: a key, its value, the next key
    public LiteRtLm section(int type, byte[] content, String... items) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < items.length; i += 2) {
            map.put(items[i], items[i + 1]);
        }
        sections.add(new Section(type, ByteBuffer.wrap(content), map));
        return this;
    }

    /// Adds a `tokenizer.json`.
    public LiteRtLm tokenizer(String json) {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        return section(TOKENIZER_JSON, compressed(content, content.length));
    }

    /// As a tokenizer is kept: its length, and then what is deflated.
    ///
    /// @param said the length that stands there
    public static byte[] compressed(byte[] content, long said) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(said)
                .array());
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The file.
    public byte[] bytes() {
        long[] begins = new long[sections.size()];
        long end = BLOCK;
        for (int i = 0; i < begins.length; i++) {
            begins[i] = end;
            end = (end + sections.get(i).bytes()) / BLOCK * BLOCK + BLOCK;
        }
        byte[] table = table(begins);
        int last = sections.size() - 1;
        long size = last < 0
                ? START_BYTES + table.length
                : begins[last] + sections.get(last).bytes();
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.put("LITERTLM".getBytes(StandardCharsets.US_ASCII)).putInt(major);
        file.putLong(24, (long) START_BYTES + table.length).put(START_BYTES, table);
        for (int i = 0; i < begins.length; i++) {
            ByteBuffer content = sections.get(i).content();
            file.put((int) begins[i], content, 0, content.remaining());
        }
        return file.array();
    }

    private byte[] table(long... begins) {
        FlatBufferBuilder fb = new FlatBufferBuilder();
        int[] objects = new int[begins.length];
        for (int i = 0; i < objects.length; i++) {
            Section section = sections.get(i);
            int items = pairs(fb, section.items());
            fb.startTable(4);
            fb.addOffset(0, items, 0);
            fb.addLong(1, begins[i], 0);
            fb.addLong(2, begins[i] + section.bytes(), 0);
            fb.addByte(3, (byte) section.type(), 0);
            objects[i] = fb.endTable();
        }
        int system = one(fb, pairs(fb, says));
        int listed = one(fb, fb.createVectorOfTables(objects));
        fb.startTable(2);
        fb.addOffset(0, system, 0);
        fb.addOffset(1, listed, 0);
        fb.finish(fb.endTable());
        return fb.sizedByteArray();
    }

    /// With a number between them, as a struct, whose bytes are no table.
    private static int pairs(FlatBufferBuilder fb, Map<String, String> map) {
        List<Integer> pairs = new ArrayList<>();
        fb.prep(Integer.BYTES, Integer.BYTES);
        fb.putInt(-1);
        pairs.add(pair(fb, "number", INT, fb.offset()));
        map.forEach((key, value) -> pairs.add(pair(fb, key, TEXT, one(fb, fb.createString(value)))));
        return fb.createVectorOfTables(
                pairs.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int pair(FlatBufferBuilder fb, String key, byte type, int value) {
        int text = fb.createString(key);
        fb.startTable(3);
        fb.addOffset(0, text, 0);
        fb.addByte(1, type, 0);
        fb.addOffset(2, value, 0);
        return fb.endTable();
    }

    private static int one(FlatBufferBuilder fb, int member) {
        fb.startTable(1);
        fb.addOffset(0, member, 0);
        return fb.endTable();
    }

    /// Writes the file.
    public Path writeTo(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
