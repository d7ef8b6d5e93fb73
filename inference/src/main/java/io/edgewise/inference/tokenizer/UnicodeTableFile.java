// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import io.edgewise.inference.tokenizer.UnicodeTable.Decompositions;
import io.edgewise.inference.tokenizer.UnicodeTable.Flags;
import io.edgewise.inference.tokenizer.UnicodeTable.Ranges;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads `bert-unicode.txt`. The format is described at [UnicodeTable].
///
/// The file is read at every start of the gateway, by code that is not compiled yet: byte by byte, without a
/// string for each entry, without a lambda. What is wrong in it is our bug, and a test finds it.
///
/// Confined to the call of [#parse].
final class UnicodeTableFile {

    private final byte[] text;
    private int at;

    private final Flags flags = new Flags();
    private final IntList classFirsts = new IntList();
    private final IntList classes = new IntList();
    private final IntList lowerFirsts = new IntList();
    private final IntList lowers = new IntList();
    private final IntList decomposing = new IntList();
    private final IntList starts = new IntList();
    private final IntList parts = new IntList();

    private UnicodeTableFile(byte[] text) {
        this.text = text;
    }

    static UnicodeTable parse(byte[] text) {
        var file = new UnicodeTableFile(text);
        while (file.at < text.length) {
            file.line();
        }
        file.starts.add(file.parts.size());
        return new UnicodeTable(
                file.flags,
                new Ranges(file.classFirsts.toArray(), file.classes.toArray()),
                new Ranges(file.lowerFirsts.toArray(), file.lowers.toArray()),
                new Decompositions(file.decomposing.toArray(), file.starts.toArray(), file.parts.toArray()));
    }

    private void line() {
        if (text[at] == '#') {
            while (text[at] != '\n') {
                at++;
            }
        } else {
            int flag = property();
            while (text[at] == ' ') {
                at++;
                entry(flag);
            }
        }
        at++;
    }

    private int property() {
        int from = at;
        while (text[at] > ' ') {
            at++;
        }
        String name = new String(text, from, at - from, StandardCharsets.US_ASCII);
        return switch (name) {
            case "removed" -> UnicodeTable.REMOVED;
            case "space" -> UnicodeTable.SPACE;
            case "punctuation" -> UnicodeTable.PUNCTUATION;
            case "ideograph" -> UnicodeTable.IDEOGRAPH;
            case "nonspacing" -> UnicodeTable.NONSPACING;
            case "class" -> UnicodeTable.REORDERS;
            case "lower" -> UnicodeTable.UPPER;
            case "nfd" -> UnicodeTable.DECOMPOSES;
            case "mark" -> UnicodeTable.MARK;
            case "nfkd" -> UnicodeTable.DECOMPOSES_COMPATIBLY;
            default -> throw new IllegalStateException("no such property in bert-unicode.txt: " + name);
        };
    }

    private void entry(int flag) {
        int first = number(16);
        int last = first;
        int step = 1;
        if (text[at] == '-') {
            at++;
            last = number(16);
        }
        if (text[at] == '/') {
            at++;
            step = number(10);
        }
        flags.add(flag, first, last, step);
        if (text[at] == '=') {
            value(flag, first);
        }
    }

    private void value(int flag, int first) {
        at++;
        switch (flag) {
            case UnicodeTable.REORDERS -> {
                classFirsts.add(first);
                classes.add(number(10));
            }
            case UnicodeTable.UPPER -> {
                lowerFirsts.add(first);
                lowers.add(number(16));
            }
            default -> {
                decomposing.add(first);
                starts.add(parts.size());
                parts.add(number(16));
                while (text[at] == '.') {
                    at++;
                    parts.add(number(16));
                }
            }
        }
    }

    private int number(int radix) {
        int number = 0;
        for (int c = text[at]; (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); c = text[++at]) {
            number = number * radix + (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return number;
    }

    private static final class IntList {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
