// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.mqtt.NumberedCollector;
import io.edgewise.testkit.mqtt.NumberedPublisher;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise, against the broker that most sites run: what it accepted gets an answer.
final class MosquittoDeliveryIT {
    private static final int MESSAGES = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> TEXTS = List.of(
            "good morning from terminal %d",
            "message %d: the printer on line 3 stopped again",
            "%d you are a useless idiot",
            "who has the keys for cabinet %d",
            "order %d: replace the seal on pump 3 and grease the left hand bearing, it was noisy all night");
    private static final Pattern SOURCE = Pattern.compile("\"source\":\"terminals/(\\d+)/text\"");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void twoThousandMessagesGiveTwoThousandResults() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                NumberedCollector results = collector(broker);
                Child gateway =
                        GatewayProcess.runAndSubscribe(GatewayProcess.configuration(folder, broker.port(), ""));
                NumberedPublisher terminals = publisher(broker, Duration.ZERO)) {
            Set<Integer> accepted = terminals.awaitDone(LIMIT);

            results.awaitAll(accepted, LIMIT);

            assertThat(accepted).hasSize(MESSAGES);
            assertThat(results.duplicates())
                    .as("nothing broke, so nothing is answered twice")
                    .isEmpty();
            gateway.terminate();
            assertThat(gateway.awaitExit(GatewayProcess.PATIENCE)).isEqualTo(143);
        }
    }

    @Test
    void everyMessageIsAnsweredAlthoughTheGatewayIsKilledInTheMiddle() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                NumberedCollector results = collector(broker)) {
            Path configuration = GatewayProcess.configuration(folder, broker.port(), "");
            Child first = GatewayProcess.runAndSubscribe(configuration);
            try (NumberedPublisher terminals = publisher(broker, Duration.ofMillis(1))) {
                terminals.awaitAccepted(MESSAGES / 2, LIMIT);

                first.kill();

                try (Child second = GatewayProcess.run(configuration)) {
                    Set<Integer> accepted = terminals.awaitDone(LIMIT);
                    results.awaitAll(accepted, LIMIT);
                    assertThat(accepted).hasSize(MESSAGES);
                    second.terminate();
                    second.awaitExit(GatewayProcess.PATIENCE);
                }
            } finally {
                first.close();
            }
        }
    }

    private static NumberedPublisher publisher(Mosquitto broker, Duration pace) {
        return NumberedPublisher.start(
                broker.options().withClientId("terminals"),
                MESSAGES,
                pace,
                number -> Publish.of(
                        "terminals/" + number + "/text",
                        TEXTS.get(number % TEXTS.size()).formatted(number)));
    }

    private static NumberedCollector collector(Mosquitto broker) {
        return NumberedCollector.start(
                broker.options().withClientId("collector"), "moderation/+", MosquittoDeliveryIT::number);
    }

    private static int number(Publish result) {
        Matcher source = SOURCE.matcher(result.text());
        if (!source.find()) {
            throw new IllegalArgumentException("not a result: " + result.text());
        }
        return Integer.parseInt(source.group(1));
    }
}
