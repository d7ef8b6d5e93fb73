// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCodecTest {
    @Test
    void isNamedAsInTheConfiguration() throws MalformedPayloadException {
        byte[] payload = "{\"a\":\"x\",\"b\":\"y\"}".getBytes(UTF_8);

        assertThat(PayloadCodec.parse("text").decode(payload).text()).isEqualTo("{\"a\":\"x\",\"b\":\"y\"}");
        assertThat(PayloadCodec.parse("json:/b").decode(payload).text()).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "TEXT", "", "xml:/a", "text "})
    void anUnknownNameIsAnsweredWithTheNamesThereAre(String name) {
        assertThatThrownBy(() -> PayloadCodec.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown payload \"" + name + "\" (have: text, and json:/POINTER such as json:/message)");
    }

    @Test
    void aMessageHasAText() {
        assertThatThrownBy(() -> DeviceMessage.of(" \t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a device message has a text");
    }
}
