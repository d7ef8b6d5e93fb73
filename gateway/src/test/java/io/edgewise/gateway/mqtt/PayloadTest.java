// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void isEqualByContent() {
        Payload payload = new Payload(new byte[] {0x67, 0x72});

        assertThat(payload).isEqualTo(Payload.of("gr")).hasSameHashCodeAs(Payload.of("gr"));
        assertThat(payload).isNotEqualTo(Payload.of("gR"));
    }

    @Test
    void isUtf8() {
        assertThat(Payload.of("ü").bytes()).containsExactly(0xC3, 0xBC);
        assertThat(Payload.of("ü").length()).isEqualTo(2);
    }

    /// No message text of a user belongs into a log.
    @Test
    void doesNotPrintItsContent() {
        assertThat(Payload.of("secret text")).hasToString("11 bytes");
    }
}
