// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String PASSWORD = "grün-42";

    @Test
    void isNeverPrinted() {
        Secret secret = new Secret(PASSWORD);
        BrokerOptions options = new BrokerOptions(
                "broker.site", 1883, false, new NoDelaySockets(), Optional.of("gw"), Optional.of(() -> secret));

        assertThat(secret).hasToString("****");
        assertThat(options.toString()).contains("gw").doesNotContain(PASSWORD);
        assertThat(options.url()).isEqualTo("mqtt://broker.site:1883");
    }

    @Test
    void isSentAsUtf8() {
        assertThat(new Secret(PASSWORD).utf8()).isEqualTo(PASSWORD.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isEqualByContent() {
        assertThat(new Secret(PASSWORD)).isEqualTo(new Secret(PASSWORD)).hasSameHashCodeAs(new Secret(PASSWORD));
        assertThat(new Secret(PASSWORD)).isNotEqualTo(new Secret("other"));
    }
}
