// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonCodeTest {
    /// The errors of a PUBACK, MQTT 5.0 section 3.4.2.1.
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x97})
    void theSamePublishMaySucceedLater(int code) {
        assertThat(ReasonCode.isTransient(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x87, 0x90, 0x91, 0x99})
    void theSamePublishCanNeverSucceed(int code) {
        assertThat(ReasonCode.isTransient(code)).isFalse();
    }

    @Test
    void saysWhatToDoAndTheNumber() {
        assertThat(ReasonCode.explain(0x86))
                .isEqualTo("wrong user name or password: check broker.username and broker.password-file (0x86)");
        assertThat(ReasonCode.explain(0x95)).contains("max_packet_size").endsWith("(0x95)");
    }

    /// What can stand in CONNACK, SUBACK, PUBACK and DISCONNECT (MQTT 5.0 sections 3.2.2.2, 3.9.3, 3.4.2.1,
    /// 3.14.2.1).
    @ParameterizedTest
    @CsvSource({
        "CONNACK, 80 81 82 83 84 85 86 87 88 89 8A 8C 90 95 97 99 9A 9B 9C 9D 9F",
        "SUBACK, 80 83 87 8F 91 97 9E A1 A2",
        "PUBACK, 80 83 87 90 91 97 99",
        "DISCONNECT, 80 81 82 83 87 89 8B 8D 8E 8F 90 93 94 95 96 97 98 99 9A 9B 9C 9D 9E 9F A0 A1 A2",
    })
    void everyErrorOfAPacketHasASentenceWithWhatToDo(String packet, String codes) {
        for (String code : codes.split(" ", -1)) {
            String explained = ReasonCode.explain(Integer.parseInt(code, 16));

            assertThat(explained)
                    .as("%s %s", packet, code)
                    .doesNotContain("does not have")
                    .matches(".+[:;] .+ \\(0x" + code + "\\)");
        }
    }

    /// Two codes that read alike can't be told apart in a log.
    @Test
    void noTwoCodesHaveTheSameSentence() {
        assertThat(IntStream.rangeClosed(0x80, 0xA2)
                        .filter(code -> code != 0x9D) // as 0x9C: use another address, for now or for good
                        .mapToObj(code -> ReasonCode.explain(code).replaceAll(" \\(0x..\\)", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void showsAnUnknownCodeToo() {
        assertThat(ReasonCode.explain(0xC0))
                .isEqualTo("a reason code that MQTT 5.0 does not have: see the broker's log (0xC0)");
    }
}
