// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.inference.tokenizer.TokenizerException;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;

/// The tokenizer in a container.
///
/// @param format of the file that it would be outside
/// @param bytes of that file
public record ContainerTokenizer(TokenizerFormat format, TokenizerKind kind, long bytes) {
    /// Finds out what a tokenizer is. A compressed one is unpacked as far as it says that it goes, and never kept.
    ///
    /// @param section one of [Container#tokenizers]
    /// @throws CheckpointException when it is damaged, too large, or of a kind that is not known
    public static ContainerTokenizer of(Container container, Section section) {
        boolean json = section.kind().equals(SectionKind.TOKENIZER_JSON);
        TokenizerFormat format = json ? TokenizerFormat.JSON : TokenizerFormat.SENTENCEPIECE;
        byte[] content = container.content(section, (int) format.maxBytes());
        try {
            long bytes = json ? unpackedBytes(content) : content.length;
            try (InputStream file = json ? unpacked(content) : new ByteArrayInputStream(content)) {
                return new ContainerTokenizer(format, format.kind(file).orElseThrow(), bytes);
            }
        } catch (IOException | TokenizerException e) {
            throw new CheckpointException(
                    container.file(),
                    "has in its section " + section.name() + " a "
                            + section.kind().words() + " that " + (e instanceof IOException ? "is damaged: " : "")
                            + e.getMessage(),
                    e);
        }
    }

    /// How long it is, which stands before it; wrong when it doesn't unpack to just that.
    private static long unpackedBytes(byte[] content) throws IOException {
        long most = TokenizerFormat.JSON.maxBytes();
        if (content.length < Long.BYTES) {
            throw new IOException("it has " + content.length + " bytes, and its length alone has " + Long.BYTES);
        }
        long said = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (said < 0 || said > most) {
            throw new IOException("it would have %s bytes unpacked; at most %d are read"
                    .formatted(Long.toUnsignedString(said), most));
        }
        try (InputStream unpacked = unpacked(content)) {
            byte[] window = new byte[1 << 13];
            long found = 0;
            for (int part = unpacked.read(window); part >= 0; part = unpacked.read(window)) {
                found += part;
                if (found > said) {
                    throw new IOException("it is longer unpacked than the " + said + " bytes that it says");
                }
            }
            if (found < said) {
                throw new IOException("it has " + found + " bytes unpacked, and says that it has " + said);
            }
        }
        return said;
    }

    private static InputStream unpacked(byte[] content) {
        return new InflaterInputStream(new ByteArrayInputStream(content, Long.BYTES, content.length - Long.BYTES));
    }
}
