// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.Journal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A Server that stops reading: what is written to it fills the sockets' buffers, and then blocks.
class StalledServerTest {
    private static final byte[] CONNACK = HexFormat.of().parseHex("2003000000");
    private static final int MANY = 60;
    private static final int LARGE_CHARS = 1 << 20;

    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();
    private final Journal<PublishOutcome> outcomes = new Journal<>("outcomes");

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    /// Paho's `disconnect` leaves a thread that waits for ever, and `disconnectForcibly` waits as long when told
    /// to wait 0 ms.
    @Test
    void aLinkToItCanBeClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PahoOutLink link = Links.out(server.getLocalPort(), timer);
            link.start(watch);
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write(CONNACK);
                watch.awaitUp(1);
                for (int i = 0; i < MANY; i++) {
                    link.publish(Links.result("out/a", "x".repeat(LARGE_CHARS)), outcomes::add);
                }

                Thread closing = Thread.ofPlatform().name("close").start(link::close);

                assertThat(closing.join(SOON)).isTrue();
                assertThat(outcomes.all()).hasSize(MANY).hasOnlyElementsOfType(PublishOutcome.Abandoned.class);
            }
        }
    }
}
