// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoDelaySocketsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private ServerSocket server;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, LOOPBACK);
        client = new NoDelaySockets().createSocket();
        client.connect(server.getLocalSocketAddress());
        accepted = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        accepted.close();
        client.close();
        server.close();
    }

    @Test
    void sendsSmallPacketsAtOnce() throws IOException {
        assertThat(client.getTcpNoDelay()).isTrue();
    }

    /// A second buffer would miss what the first has read ahead.
    @Test
    void hasOneInputStream() throws IOException {
        client.getOutputStream().write(1);
        accepted.getOutputStream().write(new byte[] {1, 2});

        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    /// The MQTT client reads before its other threads run, and an end at that moment leaves one running for ever.
    @Test
    void readsNothingNotEvenTheEndBeforeSomethingWasWritten() throws IOException {
        accepted.getOutputStream().write(7);
        accepted.shutdownOutput();
        InputStream in = client.getInputStream();
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        CompletableFuture<Boolean> writtenWhenRead = new CompletableFuture<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                int unused = in.read();
                writtenWhenRead.complete(written.isDone() && unused == 7);
            } catch (IOException e) {
                writtenWhenRead.completeExceptionally(e);
            }
        });
        await().until(() -> reader.getState() == Thread.State.WAITING);

        written.complete(true);
        client.getOutputStream().write(new byte[] {1, 2}, 0, 2);

        assertThat(writtenWhenRead).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        assertThat(accepted.getInputStream().readNBytes(2)).containsExactly(1, 2);
    }

    @Test
    void closingFreesWhoReads() throws IOException {
        InputStream in = client.getInputStream();
        client.close();

        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void makesOnlySocketsThatAreNotConnected() {
        NoDelaySockets sockets = new NoDelaySockets();

        assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", 1)).hasMessageContaining("only unconnected sockets");
        assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", 1, LOOPBACK, 0))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sockets.createSocket(LOOPBACK, 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sockets.createSocket(LOOPBACK, 1, LOOPBACK, 0)).isInstanceOf(IOException.class);
    }
}
