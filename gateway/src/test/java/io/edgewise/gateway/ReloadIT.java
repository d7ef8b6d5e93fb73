// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.StatusBoard.Link;
import io.edgewise.gateway.fake.Signatures;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that runs takes up another configuration.
class ReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write(ExpectedLogs logs) {
        logs.allow("waiting for broker");
        file = TinySite.write(folder, TinySite.embedded());
    }

    private Gateway started() {
        Gateway gateway = Gateway.start(new ConfigurationFile(file));
        gateway.awaitReady();
        awaitOnline(gateway);
        return gateway;
    }

    private static void awaitOnline(Gateway gateway) {
        await().atMost(LIMIT).until(() -> gateway.status().snapshot().sentence().equals("online"));
    }

    private static RawMqttClient connect(Gateway gateway) {
        return RawMqttClient.connect(ConnectOptions.to(gateway.broker().port()).withClientId("terminal"));
    }

    private void change(String from, String to) throws IOException {
        String yaml = Files.readString(file);
        assertThat(yaml).contains(from);
        Files.writeString(file, yaml.replace(from, to));
    }

    @Test
    void aChangedRouteAnswersWhereItSaysNow() throws Exception {
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("answers/+");
            change("to: moderation/{1}", "to: answers/{1}");

            assertThat(gateway.reload()).isEqualTo("routes: chat changed");
            terminal.publish("terminals/7/text", "the pump is hot");

            assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("answers/7");
        }
    }

    @Test
    void nothingIsLostWhileARouteAndItsModelChangeUnderLoad() throws Exception {
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("moderation/#");
            TinyBundles.moderation()
                    .describing(bundle -> bundle.put("version", "1.2.4"))
                    .writeTo(folder.resolve("models/next"));
            Thread reloading = Thread.ofPlatform().unstarted(() -> {
                try {
                    change("bundle: models/moderation", "bundle: models/next");
                    change("deadline: 60s", "deadline: 50s");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                assertThat(gateway.reload()).isEqualTo("routes: chat changed; models: moderation changed");
            });
            for (int i = 0; i < 400; i++) {
                terminal.publish("terminals/" + i + "/text", "message " + i);
                if (i == 100) {
                    reloading.start();
                }
            }
            reloading.join(LIMIT);

            Set<String> answered = new TreeSet<>();
            while (answered.size() < 400) {
                answered.add(terminal.received().next(LIMIT).topic());
            }
            terminal.publish("terminals/last/text", "by the new one");
            assertThat(terminal.received().next(LIMIT).text()).contains("\"model\":\"moderation@1.2.4\"");
        }
    }

    @Test
    void aRouteIsAddedAndTakenAway() throws Exception {
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("other/+");
            change("routes:", """
                    routes:
                      - name: other
                        from: others/+/text
                        steps: [ { moderate: { model: moderation } } ]
                        to: other/{1}""");
            assertThat(gateway.reload()).isEqualTo("routes: other added");
            awaitOnline(gateway);
            terminal.publish("others/7/text", "hello");
            assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("other/7");

            TinySite.rewrite(file);
            assertThat(gateway.reload()).isEqualTo("routes: other removed");

            assertThat(gateway.status().snapshot().links())
                    .extracting(Link::name)
                    .containsExactly("out", "chat");
        }
    }

    @Test
    void whatIsTheSameIsLeftAlone() throws Exception {
        try (Gateway gateway = started()) {
            Files.writeString(file, Files.readString(file) + "# nothing new\n");

            assertThat(gateway.reload()).isEqualTo("nothing changed");
        }
    }

    @Test
    @ExpectLog("the changed configuration has problems, the former one runs on")
    void aConfigurationWithProblemsIsNotApplied() throws Exception {
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("moderation/+");
            change("to: moderation/{1}", "to: terminals/{1}/text");

            assertThatThrownBy(gateway::reload)
                    .isInstanceOf(ReloadException.class)
                    .hasMessageContaining("the former one runs on")
                    .hasMessageContaining("routes[0].to");
            terminal.publish("terminals/7/text", "still there");

            assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("moderation/7");
        }
    }

    @Test
    @ExpectLog("not reloaded")
    void aBundleThatFailsItsTestsIsNotApplied() throws Exception {
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("moderation/+");
            TinyBundles.moderation()
                    .describing(bundle -> bundle.put("version", "1.2.4"))
                    .flawed(Flaw.CHANGED_BYTE)
                    .writeTo(folder.resolve("models/next"));
            change("bundle: models/moderation", "bundle: models/next");
            change("to: moderation/{1}", "to: moderation/{1}/new");

            assertThatThrownBy(gateway::reload)
                    .isInstanceOf(ReloadException.class)
                    .hasMessageContaining("model.tflite has SHA-256");
            terminal.publish("terminals/7/text", "still there");

            assertThat(terminal.received().next(LIMIT))
                    .satisfies(result -> assertThat(result.topic()).isEqualTo("moderation/7"))
                    .satisfies(result -> assertThat(result.text()).contains("moderation@1.2.3"));
        }
    }

    @Test
    @ExpectLog("not reloaded")
    void whatNeedsARestartIsToldAndNothingIsApplied() throws Exception {
        try (Gateway gateway = started()) {
            change("id: tiny", "id: other");
            change("lanes: 1 }", "lanes: 2 }\nboard: { governor: false }");

            assertThatThrownBy(gateway::reload)
                    .isInstanceOf(ReloadException.class)
                    .hasMessageContaining("what changed needs a restart: gateway.id, inference.lanes, board");
        }
    }

    private void requireSignatureBy(String key) throws IOException {
        Signatures.key(folder, key);
        sign("moderation", key);
        change("lanes: 1", "lanes: 1, require-signature: " + key + ".pub");
    }

    private void sign(String bundle, String key) {
        Signatures.sign(folder.resolve("models").resolve(bundle), folder.resolve(key + ".pem"));
    }

    @Test
    @ExpectLog("the changed configuration has problems, the former one runs on")
    void aBundleThatNobodyTrustedHasSignedIsNotTakenUp() throws Exception {
        Signatures.key(folder, "other");
        requireSignatureBy("release");
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("moderation/+");
            TinyBundles.moderation().writeTo(folder.resolve("models/next"));
            change("bundle: models/moderation", "bundle: models/next");

            assertThatThrownBy(gateway::reload).hasMessageContaining("it is not signed");
            sign("next", "other");
            assertThatThrownBy(gateway::reload).hasMessageContaining("bundle.json.sig is no signature");
            terminal.publish("terminals/7/text", "still there");
            assertThat(terminal.received().next(LIMIT).text()).contains("moderation@1.2.3");

            sign("next", "release");
            assertThat(gateway.reload()).isEqualTo("models: moderation changed");
        }
    }

    /// The models are opened anew with the next key, and refused with the keys before it from then on.
    @Test
    @ExpectLog("the changed configuration has problems, the former one runs on")
    void theKeyChangesWithoutARestart() throws Exception {
        Signatures.key(folder, "next");
        requireSignatureBy("former");
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("moderation/+");
            change("former.pub", "[former.pub, next.pub]");
            assertThat(gateway.reload()).isEqualTo("models: moderation changed");

            change("[former.pub, next.pub]", "next.pub");
            assertThatThrownBy(gateway::reload).hasMessageContaining("bundle.json.sig is no signature");
            sign("moderation", "next");
            assertThat(gateway.reload()).isEqualTo("models: moderation changed");

            terminal.publish("terminals/7/text", "still there");
            assertThat(terminal.received().next(LIMIT).text()).contains("moderation@1.2.3");
        }
    }

    @Test
    void aFileThatIsWatchedNeedsNoTelling() throws Exception {
        change("state:", "lifecycle: { watch: true }\nstate:");
        try (Gateway gateway = started();
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("answers/+");
            change("to: moderation/{1}", "to: answers/{1}");

            await().atMost(LIMIT).untilAsserted(() -> {
                terminal.publish("terminals/7/text", "where does it go?");
                assertThat(terminal.received().all()).isNotEmpty();
            });
        }
    }
}
