// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the bytes are: a codec gives a message or throws [MalformedPayloadException].
class HostilePayloadTest {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 20_000;
    private static final String VALID = "{\"id\":\"a-1\",\"n\":[1,2.5e3,null,true,{\"x\":\"\\u00e9\\ud83d\\udd25\"}],"
            + "\"message\":\"Zürich 🔥 pump 3\"}";

    @ParameterizedTest
    @ValueSource(strings = {"text", "json:/message", "json:/n/4/x"})
    void randomBytes(String name) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = new byte[random.nextInt(64)];
            random.nextBytes(payload);
            decode(name, payload);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json:/message", "json:/n/4/x"})
    void aValidDocumentWithSomeBytesChanged(String name) {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = VALID.getBytes(UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
            }
            refused += decode(name, Arrays.copyOf(payload, payload.length - random.nextInt(3))) ? 0 : 1;
        }
        assertThat(refused).as("some are refused and some are not").isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json:/message", "json:/n/4/x"})
    void randomTokensOfJson(String name) {
        String[] tokens = {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"message\"",
            "\"id\"",
            "\"n\"",
            "1",
            "-0",
            "1e400",
            "true",
            "null",
            "\"\\ud800\"",
            "\"",
            "\\",
            " ",
            "\uFEFF",
            "9".repeat(1_200)
        };
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder json = new StringBuilder(random.nextBoolean() ? "{\"message\":" : "");
            for (int i = random.nextInt(12); i >= 0; i--) {
                json.append(tokens[random.nextInt(tokens.length)]);
            }
            decode(name, json.toString().getBytes(UTF_8));
        }
    }

    /// Whether there was a message.
    private static boolean decode(String codec, byte[] payload) {
        try {
            assertThat(PayloadCodec.parse(codec).decode(payload).text()).isNotBlank();
            return true;
        } catch (MalformedPayloadException e) {
            assertThat(e).message().isNotBlank();
            assertThat(e.offset()).isBetween(-1L, (long) payload.length);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + SEED + ", bytes " + HexFormat.of().formatHex(payload), e);
        }
    }
}
