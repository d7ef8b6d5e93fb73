// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;

/// Scores and character map of a SentencePiece model, found by a reader that shares nothing with the one under test.
final class SentencePieceScores {

    private SentencePieceScores() {}

    static double[] of(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] read(byte[] model) {
        var scores = DoubleStream.builder();
        fields(model, (field, piece) -> {
            if (field == 1) {
                double[] score = {0};
                fields(piece, (number, value) -> {
                    if (number == 2) {
                        score[0] = ByteBuffer.wrap(value)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getFloat();
                    }
                });
                scores.add(score[0]);
            }
        });
        return scores.build().toArray();
    }

    static byte[] characterMap(byte[] model) {
        byte[][] map = new byte[1][];
        fields(model, (field, specification) -> {
            if (field == 3) {
                fields(specification, (number, value) -> map[0] = number == 2 ? value : map[0]);
            }
        });
        return map[0];
    }

    private static void fields(byte[] message, BiConsumer<Integer, byte[]> each) {
        var bytes = ByteBuffer.wrap(message);
        while (bytes.hasRemaining()) {
            int tag = varint(bytes);
            int length = switch (tag & 7) {
                case 1 -> 8;
                case 2 -> varint(bytes);
                case 5 -> 4;
                default -> 0;
            };
            if ((tag & 7) == 0) {
                varint(bytes);
            }
            byte[] value = new byte[length];
            bytes.get(value);
            each.accept(tag >>> 3, value);
        }
    }

    private static int varint(ByteBuffer bytes) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
