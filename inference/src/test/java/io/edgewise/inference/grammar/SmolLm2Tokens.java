// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The vocabulary in LiteRT-LM's test data, which is that of SmolLM2: 49,152 tokens, 17 of them for control.
///
/// The file's first section begins at 16 KiB: the size of a `tokenizer.json` in 8 bytes, then the file,
/// compressed by zlib.
final class SmolLm2Tokens {
    /// `<|im_end|>`.
    static final int END = 2;

    private static final int SECTION = 1 << 14;

    private SmolLm2Tokens() {}

    /// Skips the test if the file is not there.
    static TokenBytes read() throws IOException {
        JsonNode tokenizer = JsonMapper.builder().build().readTree(json());
        JsonNode vocabulary = tokenizer.get("model").get("vocab");
        List<byte[]> tokens = new ArrayList<>(Collections.nCopies(vocabulary.size(), new byte[0]));
        vocabulary.properties().forEach(entry -> tokens.set(entry.getValue().asInt(), bytes(entry.getKey())));
        tokenizer
                .get("added_tokens")
                .forEach(added -> tokens.set(added.get("id").asInt(), new byte[0]));
        return new TokenBytes(tokens, Set.of(END));
    }

    private static String json() throws IOException {
        byte[] file = Files.readAllBytes(SharedData.require("models/litertlm_testdata/test_hf_tokenizer.litertlm"));
        int start = SECTION + Long.BYTES;
        try (InputStream section =
                new InflaterInputStream(new ByteArrayInputStream(file, start, file.length - start))) {
            return new String(section.readAllBytes(), UTF_8);
        }
    }

    /// GPT-2's characters for bytes: those that are visible in Latin-1 as they are, the others from U+0100 on.
    private static byte[] bytes(String piece) {
        List<Integer> hidden = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            if (value < '!' || (value > '~' && value < 0xa1) || value == 0xad) {
                hidden.add(value);
            }
        }
        var bytes = new ByteArrayOutputStream();
        piece.chars().forEach(c -> bytes.write(c < 256 ? c : hidden.get(c - 256)));
        return bytes.toByteArray();
    }
}
