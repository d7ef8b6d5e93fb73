// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.testkit.mqtt.PacketReader;
import io.edgewise.testkit.mqtt.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/// A Server that waits for the CONNECT on each connection, says these bytes and closes. For what is no packet.
final class RawServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;

    private final byte[] reply;
    private final ServerSocket socket;
    private final Thread thread;

    /// @param hex as "20 02 00 01"
    RawServer(String hex) {
        reply = HexFormat.ofDelimiter(" ").parseHex(hex);
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("raw-server").start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept();
                    InputStream in = connection.getInputStream();
                    OutputStream out = connection.getOutputStream()) {
                connection.setSoTimeout(PATIENCE_MILLIS);
                new PacketReader(in, Version.V5).read();
                out.write(reply);
                connection.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream()); // or the close would take the reply back
            } catch (Exception e) {
                // The client, or close(), has ended it: what the test is about.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
