// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A SentencePiece model of a few pieces, written by hand. The scores are binary fractions, so that no sum is
/// rounded.
public final class SmallSentencePiece {

    private static final String[] PIECES = {
        "▁", "a", "b", "c", "ab", "bc", "abc", "▁a", "▁ab", "é", "▁▁", "a▁", "ca", "bb",
    };

    private final ByteArrayOutputStream model = new ByteArrayOutputStream();
    private final ByteArrayOutputStream trainer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream normalizer = new ByteArrayOutputStream();

    /// @param type 1 Unigram, 2 BPE
    public SmallSentencePiece(int type) {
        piece("<unk>", 0, 2);
        piece("<s>", 0, 3);
        piece("</s>", 0, 3);
        for (int i = 0; i < PIECES.length; i++) {
            piece(PIECES[i], type == 1 ? -1f - (i * 37 % 16) / 16f - i / 1024f : -i, 1);
        }
        varint(trainer, 3 << 3);
        varint(trainer, type);
    }

    public void normalizer(boolean dummyPrefix, boolean removeBlanks) {
        varint(normalizer, 3 << 3);
        varint(normalizer, dummyPrefix ? 1 : 0);
        varint(normalizer, 4 << 3);
        varint(normalizer, removeBlanks ? 1 : 0);
    }

    /// Adds a piece for each byte, if so.
    void byteFallback(boolean byteFallback) {
        for (int value = 0; byteFallback && value < 256; value++) {
            piece("<0x%02X>".formatted(value), 0, 6);
        }
        varint(trainer, 35 << 3);
        varint(trainer, byteFallback ? 1 : 0);
    }

    public byte[] bytes() {
        message(model, 2, trainer.toByteArray());
        message(model, 3, normalizer.toByteArray());
        return model.toByteArray();
    }

    private void piece(String text, float score, int type) {
        var piece = new ByteArrayOutputStream();
        message(piece, 1, text.getBytes(StandardCharsets.UTF_8));
        varint(piece, (2 << 3) | 5);
        piece.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(score)
                .array());
        varint(piece, 3 << 3);
        varint(piece, type);
        message(model, 1, piece.toByteArray());
    }

    private static void message(ByteArrayOutputStream out, int field, byte[] content) {
        varint(out, (field << 3) | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
    }
}
