// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Why results do not leave on the connection on which messages come in.
class TwoLinksTest {
    private static final int BACKLOG = 60;

    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    /// On one connection the PUBACK stands in the stream behind the backlog that nobody reads: a deadlock from
    /// about forty messages on.
    @Test
    void aCallbackThatWaitsForAPubackIsNotInItsWay() {
        Journal<PublishOutcome> outcomes = new Journal<>("outcomes");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(BACKLOG, "in/a"));
                PahoOutLink out = Links.out(server.port(), timer);
                PahoInLink in = Links.in(server.port(), timer)) {
            out.start(watch);
            watch.awaitUp(1);
            in.start(new Forwarding(new Watch()) {
                @Override
                public void received(InConnection connection, Publish publish) {
                    CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
                    out.publish(Links.result("out", "x"), outcome::complete);
                    outcomes.add(outcome.join());
                    connection.acknowledge(publish.packetId());
                }
            });

            assertThat(outcomes.awaitCount(BACKLOG, SOON)).containsOnly(new PublishOutcome.Accepted());
            server.awaitReceived(Puback.class, BACKLOG, SOON);
        }
    }

    /// Paho's default keeps what is in flight in files in the working directory: flash wear, and messages of a
    /// Session that is gone.
    @Test
    void nothingIsWrittenIntoTheWorkingDirectory() throws IOException {
        Set<Path> before = workingDirectory();
        try (ScriptedServer server =
                        ScriptedServer.start(Behaviour.polite().neverPubacks().floods(1, "in/a"));
                PahoOutLink out = Links.out(server.port(), timer);
                PahoInLink in = Links.in(server.port(), timer)) {
            out.start(new Watch());
            in.start(watch);
            out.publish(Links.result("out", "x"), _ -> {});
            server.awaitReceived(io.edgewise.testkit.mqtt.Packet.Publish.class, 1, SOON);
            watch.messages(1);

            assertThat(workingDirectory()).isEqualTo(before);
        }
    }

    private static Set<Path> workingDirectory() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.collect(Collectors.toSet());
        }
    }
}
