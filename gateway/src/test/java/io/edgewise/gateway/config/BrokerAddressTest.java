// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.config.BrokerConfiguration.Address;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Embedded;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Remote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "mqtt://broker.site, broker.site, 1883, false",
        "mqtt://10.0.0.7:1884, 10.0.0.7, 1884, false",
        "mqtts://broker.site, broker.site, 8883, true",
        "mqtts://broker:65535, broker, 65535, true",
    })
    void aBrokerOnTheNetworkHasAHostAndAPort(String url, String host, int port, boolean tls) {
        assertThat(Address.parse(url)).isEqualTo(new Remote(host, port, tls));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://broker.site, ws://broker.site:80/mqtt",
        "ws://broker.site/, ws://broker.site:80/",
        "wss://broker.site/a/b%20c, wss://broker.site:443/a/b%20c",
        "wss://10.0.0.7:8084/mqtt, wss://10.0.0.7:8084/mqtt",
    })
    void aBrokerBehindWebSocketHasAPathToo(String url, String uri) {
        assertThat(Address.parse(url)).isInstanceOfSatisfying(Remote.class, remote -> {
            assertThat(remote.uri()).hasToString(uri);
            assertThat(remote.tls()).isEqualTo(url.startsWith("wss"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ws://x/a b | expected a path of letters",
                "ws://x/a?b=c | expected a path of letters",
                "ws://:80/mqtt | expected only a host and a port",
                "ws://x:99999/mqtt | expected a port from 1 to 65535",
                "ws://my_broker/mqtt | expected a host of letters, digits, dot and hyphen, got my_broker",
                "ws://gw:secret@x/mqtt | broker url: expected only a host and a port after the //, got an @",
            })
    void aWebSocketIsRefusedWithASentence(String url, String sentence) {
        assertThatThrownBy(() -> Address.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("secret");
    }

    @Test
    void theBrokerInsideTakesAnyFreePortUnlessTold() {
        assertThat(Address.parse("embedded")).isEqualTo(new Embedded(0));
        assertThat(Address.parse("embedded:1883")).isEqualTo(new Embedded(1883));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "broker.site", "tcp://x", "http://x", "MQTT://x", "embeded", "mqtt:/x"})
    void otherKindsOfUrlAreRefused(String url) {
        assertThatThrownBy(() -> Address.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker url \"" + url + "\": expected mqtt://HOST:1883, mqtts://HOST:8883, ws://HOST/PATH,"
                        + " wss://HOST/PATH or embedded");
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://x:0, 0",
        "mqtt://x:65536, 65536",
        "mqtt://x:, ''",
        "mqtt://x:abc, abc",
        "mqtt://x:1883/, 1883/",
        "embedded:0, 0",
        "embedded:, ''",
    })
    void aPortIsANumber(String url, String port) {
        assertThatThrownBy(() -> Address.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker url \"" + url + "\": expected a port from 1 to 65535, got " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt://", "mqtt://:1883", "mqtt://x/path", "mqtt:// "})
    void nothingButAHostAndAPortStandsInIt(String url) {
        assertThatThrownBy(() -> Address.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker url \"" + url + "\": expected only a host and a port after the //");
    }

    @Test
    void anIpv6AddressIsToldWhatElseToWrite() {
        assertThatThrownBy(() -> Address.parse("mqtt://[::1]:1883"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker url \"mqtt://[::1]:1883\": an IPv6 address can't stand here; give the broker a host"
                        + " name");
    }
}
