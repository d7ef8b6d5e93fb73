// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.text.FoldedText;
import io.edgewise.inference.text.TextFolding;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;

/// A text as it is compared: without what nobody sees, with Latin letters in place of their lookalikes
/// ([TextFolding]), in small letters and compatibility form (NFKC). Knows where in the text as received each
/// character came from. Immutable.
///
/// Accents count, because they tell words apart (`schwül` from `schwul`); marks that make no letter, as they are piled
/// up to hide one, do not.
final class ComparedText {
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    private final String source;
    private int[] characters;
    private int[] starts;
    private int[] ends;
    private int size;

    private ComparedText(String source) {
        this.source = source;
        this.characters = new int[source.length()];
        this.starts = new int[source.length()];
        this.ends = new int[source.length()];
    }

    static ComparedText of(String source) {
        ComparedText compared = new ComparedText(source);
        compared.addAll(TextFolding.LETTERS.fold(source));
        return compared;
    }

    /// The text as received.
    String source() {
        return source;
    }

    /// The number of characters (code points).
    int size() {
        return size;
    }

    /// A character, or a blank outside of the text.
    int at(int index) {
        return index >= 0 && index < size ? characters[index] : ' ';
    }

    /// UTF-16 index in the source where a character begins.
    int start(int index) {
        return starts[index];
    }

    /// UTF-16 index in the source after a character and the marks on it.
    int end(int index) {
        return ends[index];
    }

    /// Whether a character is one of those that words are made of.
    boolean isWordAt(int index) {
        return isWord(at(index));
    }

    /// Whether a character stands between words: a blank, a hyphen, a low line.
    boolean isJointAt(int index) {
        return isJoint(at(index));
    }

    static boolean isWord(int character) {
        return character < 0x80
                ? Character.isLetterOrDigit(character)
                : Character.isLetterOrDigit(character) || isMark(character);
    }

    static boolean isJoint(int character) {
        return character == '-'
                || character == '_'
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.DASH_PUNCTUATION;
    }

    /// Whether a character is of a script that puts no blanks between words.
    static boolean isOfLongWords(int character) {
        return character >= 0x0E00
                && switch (UnicodeScript.of(character)) {
                    case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> false;
                };
    }

    private void addAll(FoldedText folded) {
        String text = folded.text();
        int at = 0;
        while (at < text.length()) {
            int next = at + Character.charCount(text.codePointAt(at));
            if (text.charAt(at) < 0x80 && (next == text.length() || text.charAt(next) < 0x80)) {
                add(Character.toLowerCase(text.charAt(at)), folded.start(at), folded.end(at));
            } else {
                while (next < text.length() && isMark(text.codePointAt(next))) {
                    next += Character.charCount(text.codePointAt(next));
                }
                addCluster(text.substring(at, next), folded.start(at), folded.end(next - 1));
            }
            at = next;
        }
    }

    /// A character with the marks on it; the place of both is that of the whole.
    private void addCluster(String cluster, int start, int end) {
        Normalizer.normalize(cluster, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !isLooseMark(c) && c != JOINER && c != NON_JOINER)
                .forEach(c -> addSmall(c, start, end));
    }

    private void addSmall(int character, int start, int end) {
        int small = Character.toLowerCase(character);
        switch (small) {
            case 'ß' -> {
                add('s', start, end);
                add('s', start, end);
            }
            case 'ς' -> add('σ', start, end);
            default -> add(small, start, end);
        }
    }

    private void add(int character, int start, int end) {
        if (size == characters.length) {
            int capacity = size * 2 + 8;
            characters = Arrays.copyOf(characters, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        characters[size] = character;
        starts[size] = start;
        ends[size++] = afterMarks(end);
    }

    /// Folding drops marks that make no letter; to a reader they belong to what they stand on.
    private int afterMarks(int end) {
        int after = end;
        while (after < source.length() && isMark(source.codePointAt(after))) {
            after += Character.charCount(source.codePointAt(after));
        }
        return after;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /// A mark of the blocks for accents that made no letter with what stands before it. The marks of other
    /// scripts are vowels.
    private static boolean isLooseMark(int character) {
        return (character >= 0x0300 && character <= 0x036F)
                || (character >= 0x1AB0 && character <= 0x1AFF)
                || (character >= 0x1DC0 && character <= 0x1DFF)
                || (character >= 0x20D0 && character <= 0x20FF)
                || (character >= 0xFE20 && character <= 0xFE2F);
    }
}
