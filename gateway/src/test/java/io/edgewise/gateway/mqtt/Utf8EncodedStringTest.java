// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttDataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8EncodedStringTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "grün 名前 👍", "\uFFFD", "\uE000"})
    void keepsWhatAPacketMayHold(String text) {
        assertThat(Utf8EncodedString.of(text, 100)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\t", "\u0000", "\u007F", "\u0085", "\uD83D", "\uDC4D", "\uFFFE", "\uFFFF", "\uFDD0", "\uFDEF"
            })
    void replacesWhatItMayNot(String bad) {
        assertThat(Utf8EncodedString.of("a" + bad + "b", 100)).isEqualTo("a\uFFFDb");
    }

    @Test
    void replacesANonCharacterOfTheUpperPlanes() {
        assertThat(Utf8EncodedString.of("a" + Character.toString(0x1FFFE) + "b", 100))
                .isEqualTo("a\uFFFDb");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(Utf8EncodedString.of("ab👍c", 3)).isEqualTo("ab…");
        assertThat(Utf8EncodedString.of("ab👍c", 4)).isEqualTo("ab👍…");
        assertThat(Utf8EncodedString.of("ab👍c", 5)).isEqualTo("ab👍c");
    }

    /// What Paho does not send ends the connection, again and again.
    @Test
    void pahoSendsWhateverComesOut() throws MqttException {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 0; n < 20; n++) {
                text.append((char) random.nextInt(0x10000));
            }
            MqttDataTypes.encodeUTF8(
                    new DataOutputStream(new ByteArrayOutputStream()), Utf8EncodedString.of(text.toString(), 15));
        }
    }
}
