// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void showsAnUnknownCodeToo() {
        assertThat(ReasonCode.explain(0xC0)).isEqualTo("reason code (0xC0)");
    }
}
