// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.InflaterInputStream;

/// The tokenizer in LiteRT-LM's test data, which is that of SmolLM2: 49,152 pieces, single digits, GPT-2's expression.
///
/// A section of such a file begins at a multiple of 16 KiB, here the first. It is the size of the `tokenizer.json` in 8
/// bytes, little-endian, and the file itself, compressed by zlib.
final class LitertLmTokenizer {

    private static final int SECTION = 1 << 14;

    private LitertLmTokenizer() {}

    static TokenizerJsonText smolLm2() throws IOException {
        byte[] file = Files.readAllBytes(TestFiles.thirdParty("litertlm_testdata/test_hf_tokenizer.litertlm"));
        long size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(SECTION);
        int start = SECTION + Long.BYTES;
        try (InputStream section =
                new InflaterInputStream(new ByteArrayInputStream(file, start, file.length - start))) {
            byte[] json = section.readNBytes(Math.toIntExact(size));
            return new TokenizerJsonText(new String(json, StandardCharsets.UTF_8));
        }
    }
}
