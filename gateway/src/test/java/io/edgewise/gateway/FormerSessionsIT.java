// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a changed configuration leaves behind at Mosquitto is removed, and what waited there becomes dead letters.
class FormerSessionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CHAT = "tiny:chat:in";

    @TempDir
    Path folder;

    private final Mosquitto broker = Mosquitto.config().persistence().start();
    private final RawMqttClient terminal =
            RawMqttClient.connect(broker.options().withClientId("terminal"));
    private Path file = Path.of("");

    @BeforeEach
    void write(ExpectedLogs logs) {
        logs.allow("waiting for broker");
        file = TinySite.write(folder, "mqtt://127.0.0.1:" + broker.port());
        terminal.subscribe("moderation/#");
        terminal.subscribe("edgewise/tiny/dead-letter/#");
    }

    @AfterEach
    void close() {
        terminal.close();
        broker.close();
    }

    private Gateway started() {
        Gateway gateway = Gateway.start(new ConfigurationFile(file));
        gateway.awaitReady();
        await().atMost(LIMIT).until(() -> gateway.status().snapshot().sentence().equals("online"));
        return gateway;
    }

    private void change(String from, String to) throws IOException {
        String yaml = Files.readString(file);
        assertThat(yaml).contains(from);
        Files.writeString(file, yaml.replace(from, to));
    }

    /// Whether the broker still has a Session of that name; looking leaves none behind.
    private boolean hasSession(String clientId) {
        ConnectOptions look = broker.options().withClientId(clientId).withCleanStart(false);
        try (RawMqttClient client = RawMqttClient.connect(look)) {
            return client.connack().sessionPresent();
        }
    }

    private void awaitForgotten(String text) {
        await().atMost(LIMIT)
                .until(() ->
                        !Files.readString(folder.resolve("state/sessions.json")).contains(text));
    }

    private void runOnceAndMiss(int messages) {
        started().close();
        for (int i = 0; i < messages; i++) {
            terminal.publish("terminals/" + i + "/text", "message " + i);
        }
    }

    private void giveTheRouteAnotherName() throws IOException {
        change("name: chat", "name: other");
        change("from: terminals", "from: others");
    }

    @Test
    void whatWaitedForARouteThatIsNoMoreBecomesDeadLettersAtTheNextStart() throws Exception {
        runOnceAndMiss(30);
        giveTheRouteAnotherName();

        try (Gateway _ = started()) {
            for (int i = 0; i < 30; i++) {
                Publish letter = terminal.received().next(LIMIT);
                assertThat(letter.topic()).isEqualTo("edgewise/tiny/dead-letter/chat");
                assertThat(letter.text()).isEqualTo("message " + i);
                assertThat(letter.properties().user("reason")).contains("refused");
                assertThat(letter.properties().user("detail").orElse(""))
                        .contains("waiting for route chat when the configuration was changed");
            }
            awaitForgotten(CHAT);
        }
        assertThat(hasSession(CHAT)).isFalse();
        assertThat(hasSession("tiny:other:in")).isTrue();
    }

    @Test
    void aRemovalThatIsBrokenOffIsEndedByTheNextStart() throws Exception {
        runOnceAndMiss(30);
        giveTheRouteAnotherName();
        started().close();

        try (Gateway _ = started()) {
            Set<String> letters = new TreeSet<>();
            while (letters.size() < 30) {
                letters.add(terminal.received().next(LIMIT).text());
            }
            awaitForgotten(CHAT);
        }
        assertThat(hasSession(CHAT)).isFalse();
    }

    @Test
    void aReloadThatTakesARouteAwayLosesNothingOfIt() throws Exception {
        change("routes:", """
                routes:
                  - name: other
                    from: others/+/text
                    steps: [ { moderate: { model: moderation } } ]
                    to: moderation/others/{1}""");
        try (Gateway gateway = started()) {
            for (int i = 0; i < 200; i++) {
                terminal.publish("others/" + i + "/text", "message " + i);
            }
            TinySite.rewrite(file);
            assertThat(gateway.reload()).isEqualTo("routes: other removed");

            Set<String> done = new TreeSet<>();
            while (done.size() < 200) {
                Publish publish = terminal.received().next(LIMIT);
                done.add(publish.properties()
                        .user("source-topic")
                        .orElseGet(() -> publish.topic().replace("moderation/", "") + "/text"));
            }
            awaitForgotten("tiny:other:in");
        }
        assertThat(hasSession("tiny:other:in")).isFalse();
    }

    @Test
    void aRouteThatComesBackGetsItsMessages() throws Exception {
        started().close();
        giveTheRouteAnotherName();
        try (Gateway gateway = started()) {
            TinySite.rewrite(file); // the Session may be under removal still
            assertThat(gateway.reload()).isEqualTo("routes: chat added, other removed");
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            terminal.publish("terminals/7/text", "hello");

            assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("moderation/7");
            awaitForgotten("tiny:other:in");
        }
        assertThat(hasSession(CHAT)).isTrue();
    }

    @Test
    void theFormerSubscriptionOfARouteEndsWhenTheNewOneStands() throws Exception {
        runOnceAndMiss(1);
        change("from: terminals", "from: others");
        try (Gateway _ = started()) {
            assertThat(terminal.received()
                            .next(LIMIT)
                            .properties()
                            .user("detail")
                            .orElse(""))
                    .contains("the broker has an older subscription");
            awaitForgotten("terminals/+/text");

            terminal.publish("terminals/7/text", "nobody wants this");
            terminal.publish("others/8/text", "hello");

            assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("moderation/8");
        }
        assertThat(terminal.received().all()).hasSize(2);
    }

    @Test
    @ExpectLog("is no broker of this configuration any more")
    void whatStaysAtABrokerThatIsNotConfiguredAnyMoreIsTold() throws Exception {
        try (Mosquitto another = Mosquitto.config().start()) {
            started().close();
            change("127.0.0.1:" + broker.port(), "127.0.0.1:" + another.port());

            try (Gateway _ = started()) {
                awaitForgotten(":" + broker.port());
            }
        }
        assertThat(hasSession(CHAT)).isTrue();
    }

    @Test
    void aSecondGatewayOnTheSameStateFolderIsRefused() {
        try (Gateway _ = started()) {
            assertThatThrownBy(() -> Gateway.start(new ConfigurationFile(file)))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("another gateway uses the state folder")
                    .hasMessageContaining("give this one another folder (state)");
        }
    }
}
