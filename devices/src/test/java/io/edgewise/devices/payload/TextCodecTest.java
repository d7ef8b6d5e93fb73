// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.devices.payload.MalformedPayloadException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {
    private final TextCodec codec = new TextCodec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                " spaces around stay ",
                "Zürich, 東京, 👍🔥",
                "nul \u0000 bell \u0007 escape \u001B[31m",
                "\u0000",
                "first line\r\nsecond line",
                "\uFFFD was sent like this",
                "{\"message\":\"not looked into\"}"
            })
    void theTextIsTheWholePayload(String text) throws MalformedPayloadException {
        DeviceMessage message = codec.decode(text.getBytes(UTF_8));

        assertThat(message.text()).isEqualTo(text);
        assertThat(message.id()).as("plain text has no id").isEmpty();
    }

    @Test
    void aByteOrderMarkInFrontIsNoText() throws MalformedPayloadException {
        assertThat(codec.decode("\uFEFFhello".getBytes(UTF_8)).text()).isEqualTo("hello");
        assertThat(codec.decode("\uFEFF\uFEFFhello\uFEFF".getBytes(UTF_8)).text())
                .as("only the first one, and only in front")
                .isEqualTo("\uFEFFhello\uFEFF");
    }

    @Test
    void anEmptyPayloadHasNoText() {
        MalformedPayloadException refusal = refuse("");

        assertThat(refusal).hasMessage("the payload is empty");
        assertThat(refusal.reason()).isEqualTo(Reason.NO_TEXT);
        assertThat(refusal.offset()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "20 0d 0a 09", "ef bb bf", "ef bb bf 20", "e2 80 83"})
    void whiteSpaceIsNoText(String hex) {
        MalformedPayloadException refusal = refuse(hex);

        assertThat(refusal).hasMessage("the payload is only white space");
        assertThat(refusal.reason()).isEqualTo(Reason.NO_TEXT);
    }

    /// Bytes, and the first that can't stand where it is. Source: RFC 3629 and the Unicode Standard, table 3-7.
    @ParameterizedTest
    @CsvSource({
        "68 69 20 c3 28, 3, C3", // a lead byte without its continuation
        "68 69 c3, 2, C3", // cut off
        "68 f0 9f 94, 1, F0", // an emoji that was cut off
        "80, 0, 80", // a continuation without its lead byte
        "c0 80, 0, C0", // NUL, overlong
        "e0 80 af, 0, E0", // a slash, overlong
        "61 ed a0 80, 1, ED", // a surrogate
        "f4 90 80 80, 0, F4", // above U+10FFFF
        "f8 88 80 80 80, 0, F8", // five bytes
        "ff fe 68 00, 0, FF", // UTF-16 with a byte order mark
        "6b fc 68 6c, 1, FC" // Latin-1
    })
    void brokenBytesAreRefusedWithTheirPlace(String hex, int offset, String shown) {
        MalformedPayloadException refusal = refuse(hex);

        assertThat(refusal)
                .hasMessage("the payload is not UTF-8: 0x%s can't stand here (byte %d)".formatted(shown, offset));
        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refusal.offset()).isEqualTo(offset);
    }

    @Test
    void aRefusalCostsNoStackTrace() {
        assertThat(refuse("ff").getStackTrace()).isEmpty();
    }

    private MalformedPayloadException refuse(String hex) {
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        return catchThrowableOfType(MalformedPayloadException.class, () -> codec.decode(payload));
    }
}
