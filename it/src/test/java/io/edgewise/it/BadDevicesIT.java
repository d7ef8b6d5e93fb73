// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Devices that send JSON of another shape, on topics that make no topic for an answer, that leave retained
/// messages about, or carry results back: nothing of it stays in the window.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadDevicesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RETAINED = 3_000;
    private static final String[] ROUTES = {"json", "topics", "flood", "round", "statistics"};

    private Path folder = Path.of("");
    private Mosquitto broker;
    private Child gateway;
    private RawMqttClient terminal;

    @BeforeAll
    void start(@TempDir Path site) {
        folder = site; // a field would get its folder only after this
        broker = Mosquitto.config().persistence().start();
        terminal = RawMqttClient.connect(broker.options().withClientId("terminal"));
        // They are there before the gateway is.
        for (int i = 0; i < RETAINED; i++) {
            terminal.publish(
                    Publish.of("flood/" + i, "the printer is out of paper").retained());
        }
        terminal.subscribe("edgewise/odd/#");
        gateway = startGateway();
    }

    private Child startGateway() {
        return GatewayProcess.runAndSubscribe(
                GatewayProcess.write(folder.resolve("edgewise.yaml"), """
                        gateway: { id: odd }
                        broker: { url: "mqtt://127.0.0.1:%d" }
                        http: { port: 0 }
                        models: { moderation: { bundle: "%s" } }
                        routes:
                          - { name: json, from: json/+, payload: json:/reading/text, to: "edgewise/odd/json/{1}", steps: [ { moderate: { model: moderation } } ] }
                          - { name: topics, from: topics/#, to: "edgewise/odd/topics/{1}", steps: [ { moderate: { model: moderation } } ] }
                          - { name: flood, from: flood/+, to: "edgewise/odd/flood/{1}", deadline: 2m, steps: [ { moderate: { model: moderation } } ] }
                          - { name: round, from: round/in, to: "edgewise/odd/round", steps: [ { moderate: { model: moderation } } ] }
                          - { name: statistics, from: $SYS/broker/version, steps: [ { moderate: { model: moderation } } ] }
                        """.formatted(
                                broker.port(), ProjectRoot.path("models/moderation"))),
                ROUTES);
    }

    @AfterEach
    void goesOn() {
        assertThat(gateway.isAlive()).isTrue();
    }

    @AfterAll
    void stop() {
        terminal.close();
        GatewayProcess.stop(gateway);
        broker.close();
    }

    private record Bad(String what, String payload, String reason, String detail) {}

    @TestFactory
    List<DynamicTest> jsonOfAnotherShapeBecomesADeadLetter() {
        return List.of(
                        new Bad("nothing-there", "{\"reading\":{}}", "no-text", "/reading/text"),
                        new Bad("a-number", "{\"reading\":{\"text\":21.5}}", "no-text", "/reading/text"),
                        new Bad("no-object", "[1,2,3]", "no-text", "/reading/text"),
                        new Bad("cut-short", "{\"reading\":{\"text\":\"pump", "malformed", "byte"),
                        new Bad("ten-thousand-deep", "[".repeat(10_000), "malformed", "nesting depth"))
                .stream()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> {
                    terminal.publish("json/" + bad.what(), bad.payload());

                    Publish letter = deadLetterOf("json/" + bad.what());
                    assertThat(Requests.user(letter, "reason")).isEqualTo(bad.reason());
                    assertThat(Requests.user(letter, "detail")).contains(bad.detail());
                }))
                .toList();
    }

    private Publish deadLetterOf(String source) {
        return terminal.received().await(p -> Requests.user(p, "source-topic").equals(source), LIMIT);
    }

    @Test
    void aTopicThatMakesNoTopicForTheAnswerBecomesADeadLetter() {
        String longest = "topics/" + "x".repeat(65_535 - "topics/".length());

        terminal.publish(longest, "hello");

        Publish letter = deadLetterOf(longest);
        assertThat(Requests.user(letter, "reason")).isEqualTo("refused");
        assertThat(Requests.user(letter, "detail")).contains("no topic for the answer", "at most 65535 bytes");
    }

    @Test
    void aFloodOfRetainedMessagesIsAnsweredOnceAndNotAgainAtTheNextStart() {
        await().atMost(LIMIT.multipliedBy(2)).until(() -> floodAnswers(0).size() >= RETAINED);
        GatewayProcess.stop(gateway);
        int before = terminal.received().size();

        gateway = startGateway();
        terminal.publish(Publish.of("flood/last", "are there more?"));

        terminal.received().await(p -> p.topic().equals("edgewise/odd/flood/last"), LIMIT);
        assertThat(floodAnswers(before)).hasSize(1);
    }

    private List<Publish> floodAnswers(int from) {
        List<Publish> all = terminal.received().all();
        return all.subList(from, all.size()).stream()
                .filter(p -> p.topic().startsWith("edgewise/odd/flood/"))
                .toList();
    }

    /// Somebody's bridge publishes each result, with its properties, on the topic that the route reads.
    @Test
    void aResultThatIsCarriedBackIsADeadLetterAndGoesRoundNoMore() {
        terminal.publish("round/in", "hello");
        Publish result = terminal.received().await(p -> p.topic().equals("edgewise/odd/round"), LIMIT);

        terminal.publish(carriedTo("round/in", result));

        Publish letter = deadLetterOf("round/in");
        assertThat(Requests.user(letter, "reason")).isEqualTo("loop");
        terminal.publish(carriedTo("round/in", letter));
        terminal.publish("round/in", "still there?");
        gateway.awaitLine("a dead letter of this route came in again and was dropped", LIMIT);
        terminal.received().await(p -> p.topic().equals("edgewise/odd/round") && !p.equals(result), LIMIT);
    }

    private static Publish carriedTo(String topic, Publish publish) {
        return Publish.of(topic, publish.payload()).withProperties(publish.properties());
    }

    @Test
    void theBrokersOwnTopicsAreReadWhenTheyAreNamed() {
        Publish result = terminal.received().await(p -> p.topic().equals("edgewise/odd/results/statistics"), LIMIT);

        assertThat(result.text()).contains("\"source\":\"$SYS/broker/version\"");
    }
}
