// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /// Paho ends a receiver's connection for each of these, again at every redelivery.
    @ParameterizedTest
    @MethodSource("unfit")
    void whatNoReceiverCanReadEndsTheSendersConnectionAndNobodyElses(Publish unfit) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0);
                RawMqttClient receiver = connect(broker, "receiver");
                RawMqttClient sender = connect(broker, "sender");
                RawMqttClient other = connect(broker, "other")) {
            receiver.subscribe("#");

            assertThatThrownBy(() -> sender.publishAsync(unfit)
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join())
                    .hasMessageContaining("closed by the Server");

            other.publish("t", "the next one");
            assertThat(receiver.received().next(LIMIT).text()).isEqualTo("the next one");
        }
    }

    static Stream<Publish> unfit() {
        Publish plain = Publish.of("t", "x");
        return Stream.of(
                Publish.of("t\u0001", "x"),
                plain.withUser("a", "b\nc"),
                plain.withUser("a\u0085", "b"),
                plain.with(Property.CONTENT_TYPE, "text\tplain"),
                plain.with(Property.RESPONSE_TOPIC, "a\uFFFF"));
    }

    private static RawMqttClient connect(EmbeddedBroker broker, String clientId) {
        return RawMqttClient.connect(ConnectOptions.to(broker.port()).withClientId(clientId));
    }
}
