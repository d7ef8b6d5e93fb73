// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// The visible character that stands for each byte in the pieces of a byte-level model, as GPT-2 chose them:
/// bytes that are visible in Latin-1 stand for themselves, the others for U+0100 and what follows, in their
/// order.
final class ByteAlphabet {

    private static final char[] CHARACTERS = characters();
    private static final short[] VALUES = values();

    private ByteAlphabet() {}

    /// The character for `value`, of which the lower eight bits count.
    static char character(int value) {
        return CHARACTERS[value & 0xFF];
    }

    /// The byte that a character stands for, or -1.
    static int value(char character) {
        return character < VALUES.length ? VALUES[character] : -1;
    }

    private static short[] values() {
        var values = new short[2 * CHARACTERS.length];
        Arrays.fill(values, (short) -1);
        for (int value = 0; value < CHARACTERS.length; value++) {
            values[CHARACTERS[value]] = (short) value;
        }
        return values;
    }

    private static char[] characters() {
        var characters = new char[256];
        int next = 256;
        for (int value = 0; value < characters.length; value++) {
            boolean visible = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            characters[value] = (char) (visible ? value : next++);
        }
        return characters;
    }
}
