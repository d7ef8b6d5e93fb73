// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What people and broken devices really send: each message gets an answer or a dead letter, and the gateway goes
/// on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadMessagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DEAD_LETTERS = "edgewise/lobby-pi/dead-letter/lobby-chat";

    private Mosquitto broker;
    private Child gateway;
    private RawMqttClient terminal;

    @BeforeAll
    void start(@TempDir Path folder) {
        broker = Mosquitto.config().persistence().start();
        gateway = GatewayProcess.runAndSubscribe(GatewayProcess.configuration(folder, broker.port(), ""));
        terminal = RawMqttClient.connect(broker.options().withClientId("terminal"));
        terminal.subscribe("moderation/#");
        terminal.subscribe("chat/#");
        terminal.subscribe(DEAD_LETTERS);
    }

    @AfterAll
    void stop() {
        terminal.close();
        GatewayProcess.stop(gateway);
        broker.close();
    }

    private record Bad(String what, Bytes payload, String reason, String detail) {}

    @TestFactory
    List<DynamicTest> becomesADeadLetterWithTheReason() {
        Bytes oneMebibyte = Bytes.utf8("x".repeat(1 << 20));
        return List.of(
                        new Bad("empty", Bytes.of(new byte[0]), "no-text", "empty"),
                        new Bad("blank", Bytes.utf8(" \t\n"), "no-text", "white space"),
                        new Bad("not-utf-8", Bytes.of(new byte[] {'h', 'i', (byte) 0xFF}), "malformed", "byte 2"),
                        new Bad("half-a-character", Bytes.of(new byte[] {'h', (byte) 0xC3}), "malformed", "byte 1"),
                        new Bad("one-mebibyte", oneMebibyte, "too-large", "at most 262144"))
                .stream()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> isDeadLetter(bad)))
                .toList();
    }

    private void isDeadLetter(Bad bad) {
        String source = "terminals/" + bad.what() + "/text";

        terminal.publish(Publish.of(source, bad.payload()));

        Publish letter = terminal.received()
                .await(
                        p -> p.topic().equals(DEAD_LETTERS)
                                && Requests.user(p, "source-topic").equals(source),
                        LIMIT);
        assertThat(Requests.user(letter, "reason")).isEqualTo(bad.reason());
        assertThat(Requests.user(letter, "detail")).contains(bad.detail());
        assertThat(letter.payload()).isEqualTo(bad.payload());
    }

    private record Odd(String what, String text) {}

    @TestFactory
    List<DynamicTest> isAnsweredAlthoughItIsOdd() {
        return List.of(
                        new Odd("ten-thousand-words", "the pump on line three is leaking again ".repeat(1_250)),
                        new Odd("an-emoji-512-times", "🔥".repeat(512)),
                        new Odd("control-characters", "nul \u0000 bell \u0007 escape \u001B[31m red"),
                        new Odd("special-tokens", "[CLS] [SEP] [MASK] [UNK] [PAD]"),
                        new Odd("right-to-left", "\u202E\u0645\u0631\u062D\u0628\u0627 \u202C hello"),
                        new Odd("one-long-word", "a".repeat(50_000)),
                        new Odd("combining-marks", "z\u0300\u0301\u0302\u0303\u0304".repeat(2_000)))
                .stream()
                .map(odd -> DynamicTest.dynamicTest(odd.what(), () -> isAnswered(odd)))
                .toList();
    }

    private void isAnswered(Odd odd) {
        terminal.publish(Publish.of("terminals/" + odd.what() + "/text", odd.text()));

        Publish result = terminal.received().await(p -> p.topic().equals("moderation/" + odd.what()), LIMIT);
        assertThat(result.text()).contains("\"verdict\":");
    }

    @Test
    void nothingIsLeftBehind() {
        terminal.publish(Publish.of("terminals/after/text", "still there?"));

        assertThat(terminal.received()
                        .await(p -> p.topic().equals("moderation/after"), LIMIT)
                        .text())
                .contains("\"verdict\":\"allow\"");
        assertThat(terminal.received()
                        .await(p -> p.topic().equals("chat/after/clean"), LIMIT)
                        .text())
                .isEqualTo("still there?");
        assertThat(gateway.isAlive()).isTrue();
    }
}
