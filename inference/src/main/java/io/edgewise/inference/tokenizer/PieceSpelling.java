// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The bytes of the pieces of a byte pair or Unigram vocabulary: letters that stand for bytes, or characters
/// with `▁` for a blank and names like `<0x0A>` for bytes. Immutable.
final class PieceSpelling implements PieceBytes {
    private static final char BLANK = '\u2581';
    private static final Pattern BYTE_NAME = Pattern.compile("<0x[0-9A-F]{2}>");
    private static final int HEX_FROM = 3;
    private static final int HEX_TO = 5;
    private static final int HEX = 16;

    private final Vocabulary vocabulary;
    private final ControlPieces control;
    private final boolean byteLevel;

    /// @param byteLevel whether the letters of a piece stand for bytes
    PieceSpelling(Vocabulary vocabulary, ControlPieces control, boolean byteLevel) {
        this.vocabulary = vocabulary;
        this.control = control;
        this.byteLevel = byteLevel;
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public Optional<byte[]> bytes(int id) {
        String piece = vocabulary.piece(id);
        return isControl(id, piece) ? Optional.empty() : Optional.of(byteLevel ? letters(piece) : characters(piece));
    }

    @Override
    public OptionalInt control(String name) {
        int id = vocabulary.id(name);
        return id >= 0 && isControl(id, name) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private boolean isControl(int id, String piece) {
        boolean named = !byteLevel && BYTE_NAME.matcher(piece).matches();
        return !named && (control.contains(id) || piece.isEmpty());
    }

    /// A vocabulary may have pieces that are no bytes, which no text is spelled with: they stand for
    /// themselves.
    private static byte[] letters(String piece) {
        byte[] bytes = new byte[piece.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = ByteAlphabet.value(piece.charAt(i));
            if (value < 0) {
                return piece.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte[] characters(String piece) {
        if (BYTE_NAME.matcher(piece).matches()) {
            return new byte[] {(byte) Integer.parseInt(piece.substring(HEX_FROM, HEX_TO), HEX)};
        }
        return piece.replace(BLANK, ' ').getBytes(StandardCharsets.UTF_8);
    }
}
