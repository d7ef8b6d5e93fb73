// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.ConfigurationFile;
import io.edgewise.gateway.Gateway;
import io.edgewise.gateway.TinySite;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages without an answer are found again and sent in anew.
class DeadLettersCommandIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write(ExpectedLogs logs) {
        logs.allow("waiting for broker");
        file = TinySite.write(folder, TinySite.embedded());
    }

    private CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "dead-letters";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "-c";
        all[all.length - 1] = file.toString();
        return CommandRun.of((Object[]) all);
    }

    @Test
    void whatWasTooLargeIsSentInAgainWhenTheRouteTakesIt() throws IOException {
        Files.writeString(file, Files.readString(file).replace("deadline: 60s", "max-payload: 10B"));
        try (Gateway gateway = Gateway.start(new ConfigurationFile(file));
                RawMqttClient terminal = connect(gateway)) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            terminal.subscribe("moderation/+");
            assertThat(run("list").out()).isEqualTo("no dead letters\n");
            terminal.publish("terminals/7/text", "longer than ten bytes");
            await().atMost(LIMIT).until(() -> run("list").out().contains("1 dead letters"));

            String line = run("list").out().lines().findFirst().orElseThrow();
            assertThat(line).contains("too-large", "chat", "terminals/7/text: the payload has 21 bytes");
            String id = line.substring(0, 8);
            assertThat(run("show", id).out())
                    .contains("reason        too-large", "payload       longer than ten bytes");
            assertThat(run("list", "--reason", "deadline").out()).isEqualTo("no dead letters\n");

            Files.writeString(file, Files.readString(file).replace("max-payload: 10B", "max-payload: 1KiB"));
            assertThat(gateway.reload()).isEqualTo("routes: chat changed");
            CommandRun replay = run("replay", id.substring(0, 6));

            assertThat(replay.code()).isEqualTo(ExitCode.OK);
            assertThat(replay.out()).contains("sent to terminals/7/text", "1 of 1 sent in again");
            assertThat(terminal.received().next(LIMIT).text()).contains("\"source\":\"terminals/7/text\"");
        }
    }

    @Test
    void anUnknownIdIsTold() {
        CommandRun run = run("show", "abcd");

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("no dead letter \"abcd\"");
    }

    @Test
    void whichIsToBeSaid() {
        assertThat(run("replay").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("replay", "--all", "abcd").code()).isEqualTo(ExitCode.USAGE);
    }

    private static RawMqttClient connect(Gateway gateway) {
        return RawMqttClient.connect(ConnectOptions.to(gateway.broker().port()).withClientId("terminal"));
    }
}
