// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

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
        BytePairJson json = new BytePairJson(CONTROLS);
        for (int value = 0; value < BYTES; value++) {
            json.add(letter(value));
        }
        merge(json, letters("é"));
        merge(json, letters("😀").substring(0, 3));
        MERGED.forEach(text -> merge(json, letters(text)));
        return json.json();
    }

    /// Letter by letter, as far as pieces are not there yet.
    private static void merge(BytePairJson json, String letters) {
        for (int end = 2; end <= letters.length(); end++) {
            if (!json.has(letters.substring(0, end))) {
                json.merge(letters.substring(0, end - 1), letters.substring(end - 1, end));
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

    /// GPT-2's letter for a byte: printable ones of Latin-1 stand for themselves, the others for letters from
    /// `Ā` on.
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
}
