// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;

/// A text as it is compared: small letters in compatibility form (NFKC), without what nobody sees, and with Latin
/// letters
/// in place of their lookalikes in words that are Latin otherwise. Knows where in the text as received each character
/// came from. Immutable.
///
/// Accents count, because they tell words apart (`schwül` from `schwul`); marks that make no letter, as they are piled
/// up to hide one, do not.
final class FoldedText {
    /// More marks on one letter are decoration; normalising them takes time that grows faster than their number.
    private static final int MOST_MARKS = 8;

    private final String source;
    private int[] characters;
    private int[] starts;
    private int[] ends;
    private int size;

    private FoldedText(String source) {
        this.source = source;
        this.characters = new int[source.length()];
        this.starts = new int[source.length()];
        this.ends = new int[source.length()];
    }

    static FoldedText of(String source) {
        FoldedText folded = new FoldedText(source);
        folded.fold();
        folded.replaceLookalikes();
        return folded;
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

    /// UTF-16 index in the source after a character, with the unseen characters that belong to it.
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

    private void fold() {
        int at = 0;
        while (at < source.length()) {
            int character = source.codePointAt(at);
            int next = at + Character.charCount(character);
            if (character < 0x80 && (next == source.length() || source.charAt(next) < 0x80)) {
                add(Character.toLowerCase(character), at, next);
                at = next;
            } else if (isUnseen(character)) {
                extend(next);
                at = next;
            } else {
                at = foldCluster(at, next);
            }
        }
    }

    /// A character with the marks on it; the place of both is that of the whole.
    private int foldCluster(int start, int afterFirst) {
        int end = afterFirst;
        int kept = afterFirst;
        int marks = 0;
        while (end < source.length() && isMark(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
            if (++marks <= MOST_MARKS) {
                kept = end;
            }
        }
        int last = end;
        Normalizer.normalize(source.substring(start, kept), Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !isLooseMark(c))
                .forEach(c -> addSmall(c, start, last));
        return end;
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
        ends[size++] = end;
    }

    /// What nobody sees belongs to the character before it, when both are inside of a word.
    private void extend(int end) {
        if (size > 0 && isWordAt(size - 1) && end < source.length() && isWord(source.codePointAt(end))) {
            ends[size - 1] = end;
        }
    }

    private void replaceLookalikes() {
        for (int i = 0; i < size; ) {
            int end = i;
            boolean latin = false;
            boolean foreign = false;
            for (; end < size && isWordAt(end); end++) {
                latin |= isPlainLatin(characters[end]);
                foreign |= characters[end] >= 0x80;
            }
            if (latin && foreign) {
                for (int j = i; j < end; j++) {
                    characters[j] = Lookalikes.latin(characters[j]);
                }
            }
            i = Math.max(end, i + 1);
        }
    }

    private static boolean isPlainLatin(int character) {
        return character < 0x80
                ? Character.isLetter(character)
                : UnicodeScript.of(character) == UnicodeScript.LATIN && Lookalikes.latin(character) == character;
    }

    private static boolean isUnseen(int character) {
        return Character.getType(character) == Character.FORMAT
                || (character >= 0xFE00 && character <= 0xFE0F)
                || character == 0x034F
                || character == 0x115F
                || character == 0x1160
                || character == 0x3164
                || character == 0xFFA0
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /// A mark of the blocks for accents that made no letter with what stands before it. The marks of other scripts are
    /// vowels.
    private static boolean isLooseMark(int character) {
        return (character >= 0x0300 && character <= 0x036F)
                || (character >= 0x1AB0 && character <= 0x1AFF)
                || (character >= 0x1DC0 && character <= 0x1DFF)
                || (character >= 0x20D0 && character <= 0x20FF)
                || (character >= 0xFE20 && character <= 0xFE2F);
    }
}
