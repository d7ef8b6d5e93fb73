// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void itCarriesMessagesOnAPortThatWasFree() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                RawMqttClient client = connect(broker, "a")) {
            client.subscribe("terminals/+/text");

            client.publish("terminals/7/text", "hello 🔥");

            assertThat(broker.port()).isPositive();
            assertThat(client.received().next(LIMIT).text()).isEqualTo("hello 🔥");
        }
    }

    @Test
    void twoOfThemAreStrangers() {
        try (EmbeddedBroker one = EmbeddedBroker.start(0);
                EmbeddedBroker two = EmbeddedBroker.start(0);
                RawMqttClient atOne = connect(one, "a");
                RawMqttClient atTwo = connect(two, "a")) {
            atOne.subscribe("t");
            atTwo.publish("t", "to two");
            atOne.publish("t", "to one");

            assertThat(atOne.received().next(LIMIT).text()).isEqualTo("to one");
        }
    }

    @Test
    void aPortInUseIsRefusedWithASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort()).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " for the embedded broker is taken: is a broker running" + " on this machine already?");
        }
    }

    @Test
    void afterItsEndNobodyListensAndThePortCanBeUsedAgain() {
        EmbeddedBroker first = EmbeddedBroker.start(0);
        int port = first.port();
        first.close();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        try (EmbeddedBroker second = EmbeddedBroker.start(port)) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void closingItTwiceIsNoTrouble() {
        EmbeddedBroker broker = EmbeddedBroker.start(0);

        broker.close();
        broker.close();
    }

    private static RawMqttClient connect(EmbeddedBroker broker, String clientId) {
        return RawMqttClient.connect(ConnectOptions.to(broker.port()).withClientId(clientId));
    }
}
