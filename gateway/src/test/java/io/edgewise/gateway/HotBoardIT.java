// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.board.Board;
import io.edgewise.gateway.board.Boards;
import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway on a board that gets hot: it says so, answers what matters, and recovers.
class HotBoardIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /// A minute for a level to fall is a second here.
    private static final TimeSource FAST = new TimeSource() {
        @Override
        public long nanoTime() {
            return System.nanoTime() * 60;
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    };

    @TempDir
    private Path folder;

    private Path board;

    @BeforeEach
    void aBoardOfItsOwn(ExpectedLogs logs) {
        logs.allow("waiting for broker");
        board = Boards.copy("pi4", folder.resolve("board"));
    }

    private void celsius(int celsius) throws IOException {
        Files.writeString(board.resolve("sys/class/thermal/thermal_zone0/temp"), celsius + "000\n");
    }

    private GatewayConfiguration configuration() throws IOException {
        Path file = TinySite.write(folder, TinySite.embedded());
        String yaml = Files.readString(file).replace("lanes: 1", "lanes: 2").replace("    deadline: 60s\n", "") + """
                  - name: alarms
                    from: alarms/+/text
                    steps: [ { moderate: { model: moderation } } ]
                    to: alarms/{1}/read
                    priority: high
                board: { interval: 1s }
                """;
        return ConfigurationReader.read(Files.writeString(file, yaml));
    }

    @Test
    void saysDegradedHotAnswersTheHighestPriorityAndRecovers(ExpectedLogs logs) throws IOException {
        logs.expect("the board is hot (80 °C, limit 80 °C, level critical)");
        celsius(45);
        try (Gateway gateway = Gateway.start(configuration(), Board.under(board), FAST)) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient operator = connect(gateway, "operator");
                    RawMqttClient terminal = connect(gateway, "terminal")) {
                operator.subscribe("edgewise/tiny/status");
                awaitStatus(operator, "\"kind\":\"raspberry-pi-4\",\"level\":\"cool\",\"reasons\":[]");

                celsius(80);

                assertThat(awaitStatus(operator, "online, degraded: hot (80 °C, limit 80 °C, level critical)"))
                        .contains(
                                "\"level\":\"critical\",\"reasons\":[\"hot\"],\"temperature_c\":80.0,\"limit_c\":80.0");
                assertThat(gateway.scrape())
                        .contains("edgewise_board_level 3.0", "edgewise_board_temperature_celsius 80.0");

                terminal.subscribe("moderation/+");
                terminal.subscribe("alarms/+/read");
                terminal.publish("terminals/7/text", "the pump is hot");
                terminal.publish("alarms/7/text", "the pump is on fire");
                assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("alarms/7/read");

                celsius(45);

                assertThat(terminal.received().next(LIMIT).topic()).isEqualTo("moderation/7");
                await().atMost(LIMIT)
                        .until(() -> gateway.status().snapshot().sentence().equals("online"));
            }
        }
    }

    /// The first status that has this in it.
    private static String awaitStatus(RawMqttClient operator, String part) {
        return await().atMost(LIMIT)
                .until(() -> operator.received().next(LIMIT).text(), status -> status.contains(part));
    }

    private static RawMqttClient connect(Gateway gateway, String name) {
        return RawMqttClient.connect(ConnectOptions.to(gateway.broker().port()).withClientId(name));
    }
}
