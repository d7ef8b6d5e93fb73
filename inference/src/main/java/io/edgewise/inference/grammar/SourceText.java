// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;

/// The text of a message as a JSON string would have it, with the places where a word may begin and end.
/// Immutable.
final class SourceText {
    private static final int JOINER = 0x200d;

    private final int[] characters;
    /// Where each character begins in the bytes, and where the last one ends.
    private final int[] offsets;
    private final byte[] bytes;
    /// For each offset the character that begins there, or -1.
    private final int[] charactersAt;
    private final BitSet starts = new BitSet();
    private final BitSet ends = new BitSet();

    SourceText(String text) {
        characters = text.codePoints().toArray();
        offsets = new int[characters.length + 1];
        var escaped = new ByteArrayOutputStream();
        for (int i = 0; i < characters.length; i++) {
            escaped.writeBytes(JsonText.character(characters[i]));
            offsets[i + 1] = escaped.size();
        }
        bytes = escaped.toByteArray();
        charactersAt = new int[bytes.length + 1];
        Arrays.fill(charactersAt, -1);
        for (int i = 0; i <= characters.length; i++) {
            charactersAt[offsets[i]] = i;
            if (i == 0 || i == characters.length || !joined(characters[i - 1], characters[i])) {
                starts.set(i, i < characters.length && !isBlank(characters[i]));
                ends.set(i, i > 0 && !isBlank(characters[i - 1]));
            }
        }
    }

    /// Letters and digits stick together, and what makes one sign of several characters.
    private static boolean joined(int before, int after) {
        boolean word = Character.isLetterOrDigit(before) || isAddition(before);
        return isAddition(after) || before == JOINER || (word && Character.isLetterOrDigit(after));
    }

    private static boolean isAddition(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_SYMBOL -> character > 0x7f;
            default -> false;
        };
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character);
    }

    int length() {
        return characters.length;
    }

    /// Half of a character can't be written, nor what a vocabulary has no bytes for.
    boolean isWritable(int character, ByteSet missing) {
        for (int i = offsets[character]; i < offsets[character + 1]; i++) {
            if (missing.contains(bytes[i] & 0xff)) {
                return false;
            }
        }
        return !CodePoints.isHalf(characters[character]);
    }

    boolean mayBeginAt(int character) {
        return starts.get(character);
    }

    /// Whether a word may end before a character.
    boolean mayEndAt(int character) {
        return ends.get(character);
    }

    /// The first place from a character on where a word may end; -1 for none.
    int nextEnd(int character) {
        return ends.nextSetBit(character);
    }

    /// The last place up to a character where a word may end; -1 for none.
    int lastEnd(int character) {
        return ends.previousSetBit(character);
    }

    int offset(int character) {
        return offsets[character];
    }

    /// The character that begins at an offset, or -1 inside one.
    int characterAt(int offset) {
        return charactersAt[offset];
    }

    byte[] bytes() {
        return bytes;
    }
}
