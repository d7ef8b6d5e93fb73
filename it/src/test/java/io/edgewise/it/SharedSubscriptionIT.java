// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.mqtt.NumberedCollector;
import io.edgewise.testkit.mqtt.NumberedPublisher;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several gateways divide one stream through the broker.
final class SharedSubscriptionIT {
    private static final int MESSAGES = 900;
    private static final int PARKED = 40;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void threeGatewaysDivideTheStreamAndOneThatIsKilledAndComesBackLosesNothing() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                NumberedCollector results = NumberedCollector.start(
                        broker.options().withClientId("collector"), "answers/#", SharedSubscriptionIT::number);
                RawMqttClient watcher = RawMqttClient.connect(broker.options().withClientId("watcher"))) {
            watcher.subscribe("answers/#");
            List<Child> gateways = new ArrayList<>();
            try {
                for (String name : List.of("one", "two", "three")) {
                    gateways.add(started(name, broker, "10m"));
                }
                try (NumberedPublisher terminals = publisher(broker)) {
                    terminals.awaitAccepted(MESSAGES / 3, LIMIT);
                    gateways.getLast().kill();
                    terminals.awaitAccepted(2 * MESSAGES / 3, LIMIT);
                    gateways.add(started("three", broker, "10m"));

                    Set<Integer> accepted = terminals.awaitDone(LIMIT);
                    results.awaitAll(accepted, LIMIT);
                    assertThat(accepted).hasSize(MESSAGES);
                }
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(answered(watcher).keySet())
                                .containsExactlyInAnyOrder("one", "two", "three"));
                // Whoever was away has done less; nobody was left to do it alone.
                assertThat(answered(watcher).values()).allMatch(count -> count > MESSAGES / 20);
            } finally {
                gateways.forEach(Child::close);
            }
        }
    }

    /// What docs/scaling.md says of it: the broker goes on putting messages aside for it, and drops them with its
    /// Session.
    @Test
    void whatIsParkedForAGatewayThatNeverReturnsIsDroppedAtSessionExpiryAndNothingElse() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                RawMqttClient terminal = RawMqttClient.connect(broker.options().withClientId("terminal"))) {
            terminal.subscribe("answers/#");
            try (Child survivor = started("one", broker, "1h");
                    Child lost = started("two", broker, "8s")) {
                lost.kill();
                for (int i = 0; i < PARKED; i++) {
                    terminal.publish("terminals/" + i + "/text", "sent while one of two is away, number " + i);
                }
                // The survivor's half is answered; the other half waits, and is gone when its Session is.
                await().atMost(LIMIT).until(() -> terminal.received().all().size() >= PARKED / 2);
                await().atMost(LIMIT).until(() -> isAnsweredWholly(terminal));
                assertThat(first(terminal)).hasSize(PARKED / 2);
                assertThat(survivor.isAlive()).isTrue();
            }
        }
    }

    /// Sends two more, one for each member that the broker knows of.
    private static boolean isAnsweredWholly(RawMqttClient terminal) {
        int before = terminal.received().all().size();
        terminal.publish("terminals/" + PARKED + "/text", "is the other one forgotten?");
        terminal.publish("terminals/" + PARKED + "/text", "is it?");
        try {
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> terminal.received().all().size() >= before + 2);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static List<Integer> first(RawMqttClient terminal) {
        return terminal.received().all().stream()
                .map(SharedSubscriptionIT::number)
                .filter(number -> number < PARKED)
                .distinct()
                .toList();
    }

    private static Map<String, Integer> answered(RawMqttClient watcher) {
        return watcher.received().all().stream()
                .map(publish -> publish.topic().split("/", -1)[1])
                .collect(Collectors.toMap(name -> name, name -> 1, Integer::sum, TreeMap::new));
    }

    private Child started(String name, Mosquitto broker, String sessionExpiry) {
        Path site = folder.resolve(name);
        if (!Files.isDirectory(site)) {
            assertThat(site.toFile().mkdir()).isTrue();
        }
        Path file = GatewayProcess.write(site.resolve("edgewise.yaml"), """
                gateway: { id: %s }
                broker: { url: "mqtt://127.0.0.1:%d" }
                http: { port: 0 }
                inference: { lanes: 1 }
                models: { moderation: { bundle: "%s" } }
                routes:
                  - name: hall
                    from: terminals/+/text
                    share: hall
                    session-expiry: %s
                    steps: [ { moderate: { model: moderation } } ]
                    to: answers/{gateway}/{1}
                    deadline: 120s
                """.formatted(
                        name, broker.port(), ProjectRoot.path("models/moderation"), sessionExpiry));
        Child gateway = GatewayProcess.run(file);
        gateway.awaitLine("connected to .*link=\"hall\"", GatewayProcess.PATIENCE);
        return gateway;
    }

    private static NumberedPublisher publisher(Mosquitto broker) {
        return NumberedPublisher.start(
                broker.options().withClientId("terminals"),
                MESSAGES,
                Duration.ofMillis(3),
                number -> Publish.of("terminals/" + number + "/text", "the printer stopped again, number " + number));
    }

    private static int number(Publish result) {
        String topic = result.topic();
        return Integer.parseInt(topic.substring(topic.lastIndexOf('/') + 1));
    }
}
