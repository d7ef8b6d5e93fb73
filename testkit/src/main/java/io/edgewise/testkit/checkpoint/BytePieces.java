// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// The vocabulary of [RandomLlama], as large ones are made: every byte, so that any text can be written, and
/// pieces of words and of JSON that begin and end anywhere, inside a character too.
final class BytePieces {
    static final int START = 1;
    static final int END = 2;
    /// Some more than there are pieces, as in many checkpoints.
    static final int SIZE = 320;

    private static final List<String> CONTROLS = List.of("<unk>", "<s>", "</s>");
    private static final int BYTES = 256;
    private static final List<String> MERGED = List.of(
            "{\"", "\":", "\",", "\"}", ",\"", "\":\"", "\",\"", "[\"", "\"]", "],", "}]", "12", "00", "-1", ".5", "th",
            "in", "er", "lo", "low", "lower", "ab", "aba", "tr", "true", "fa", "nu", "null", "\\n", "\\\"", " t");

    private BytePieces() {}

    /// `tokenizer.json`.
    static String tokenizer() {
        List<String> pieces = new ArrayList<>(CONTROLS);
        for (int value = 0; value < BYTES; value++) {
            pieces.add(letter(value));
        }
        StringJoiner merges = new StringJoiner(",", "[", "]");
        merge(pieces, merges, letters("é"));
        merge(pieces, merges, letters("😀").substring(0, 3));
        MERGED.forEach(text -> merge(pieces, merges, letters(text)));
        StringJoiner vocabulary = new StringJoiner(",", "{", "}");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.add(quoted(pieces.get(id)) + ":" + id);
        }
        StringJoiner added = new StringJoiner(",", "[", "]");
        for (int id = 0; id < CONTROLS.size(); id++) {
            added.add("{\"id\":" + id + ",\"content\":\"" + CONTROLS.get(id) + "\",\"special\":true}");
        }
        return """
                {"version":"1.0","added_tokens":%s,"normalizer":null,
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
                 "post_processor":null,"decoder":{"type":"ByteLevel"},
                 "model":{"type":"BPE","vocab":%s,"merges":%s}}
                """.formatted(added, vocabulary, merges);
    }

    /// Letter by letter, as far as pieces are not there yet.
    private static void merge(List<String> pieces, StringJoiner merges, String letters) {
        for (int end = 2; end <= letters.length(); end++) {
            String piece = letters.substring(0, end);
            if (!pieces.contains(piece)) {
                pieces.add(piece);
                merges.add("[" + quoted(piece.substring(0, end - 1)) + "," + quoted(piece.substring(end - 1)) + "]");
            }
        }
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        for (byte value : text.getBytes(UTF_8)) {
            letters.append(letter(value & 0xff));
        }
        return letters.toString();
    }

    /// GPT-2's letter for a byte: printable ones of Latin-1 stand for themselves, the others for letters from `Ā`
    /// on.
    private static String letter(int value) {
        if (isPrintable(value)) {
            return String.valueOf((char) value);
        }
        int others = 0;
        for (int before = 0; before < value; before++) {
            others += isPrintable(before) ? 0 : 1;
        }
        return String.valueOf((char) (BYTES + others));
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
    }

    private static String quoted(String piece) {
        return '"' + piece.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
