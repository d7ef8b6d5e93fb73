// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.tokenizer.ReferenceTokenizer.Pieces;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// Compares a tokenizer of ours with the reference: ids, places and word numbers.
final class Parity {

    private Parity() {}

    static void compare(Tokenizer ours, ReferenceTokenizer reference, Collection<String> texts, String about) {
        List<String> differences = texts.parallelStream()
                .map(text -> difference(text, ours.encode(text), reference.pieces(text)))
                .filter(difference -> !difference.isEmpty())
                .limit(10)
                .toList();
        assertThat(differences)
                .as("differences in %d texts with %s", texts.size(), about)
                .isEmpty();
    }

    /// Compares ids and word numbers alone.
    static void compareIds(Tokenizer ours, ReferenceTokenizer reference, Collection<String> texts, String about) {
        List<String> differences = texts.parallelStream()
                .filter(text -> {
                    Pieces got = pieces(ours.encode(text));
                    Pieces expected = reference.pieces(text);
                    return !Arrays.equals(got.ids, expected.ids) || !Arrays.equals(got.words, expected.words);
                })
                .map(Parity::visible)
                .limit(10)
                .toList();
        assertThat(differences)
                .as("differences in %d texts with %s", texts.size(), about)
                .isEmpty();
    }

    /// An encoding of ours in the form of one of the reference's.
    static Pieces pieces(Encoding encoding) {
        int[] ids = IntStream.range(0, encoding.size()).map(encoding::id).toArray();
        return new Pieces(
                ids,
                IntStream.range(0, ids.length).map(encoding::start).toArray(),
                IntStream.range(0, ids.length).map(encoding::end).toArray(),
                IntStream.range(0, ids.length).map(encoding::word).toArray());
    }

    /// A sentence about the first piece that differs, or nothing.
    static String difference(String text, Encoding ours, Pieces expected) {
        int common = Math.min(ours.size(), expected.ids.length);
        for (int i = 0; i < common; i++) {
            if (ours.id(i) != expected.ids[i]
                    || ours.start(i) != expected.starts[i]
                    || ours.end(i) != expected.ends[i]
                    || ours.word(i) != expected.words[i]) {
                String got = piece(ours.id(i), ours.start(i), ours.end(i), ours.word(i));
                String wanted = piece(expected.ids[i], expected.starts[i], expected.ends[i], expected.words[i]);
                return "piece %d: got %s, reference %s, in %s".formatted(i, got, wanted, visible(text));
            }
        }
        return ours.size() == expected.ids.length
                ? ""
                : "%d pieces, reference %d, in %s".formatted(ours.size(), expected.ids.length, visible(text));
    }

    private static String piece(int id, int start, int end, int word) {
        return "%d [%d,%d) word %d".formatted(id, start, end, word);
    }

    /// A text for a message, in ASCII.
    static String visible(String text) {
        var visible = new StringBuilder();
        text.codePoints()
                .limit(200)
                .forEach(character -> visible.append(
                        character >= ' ' && character <= '~'
                                ? Character.toString(character)
                                : "\\u{%X}".formatted(character)));
        return visible.toString();
    }
}
