// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A client's socket with the codec on both sides.
///
/// Thread-safe for writing (one lock, so that packets do not mix); reading is confined to one thread.
final class Wire {
    private final Socket socket;
    private final PacketReader reader;
    private final PacketWriter writer;
    private final ReentrantLock writing = new ReentrantLock();

    private Wire(Socket socket, Version version) throws IOException {
        this.socket = socket;
        this.reader = new PacketReader(new BufferedInputStream(socket.getInputStream()), version);
        this.writer = new PacketWriter(socket.getOutputStream(), version);
    }

    static Wire open(ConnectOptions options) {
        Socket socket = new Socket();
        try {
            // Nagle's algorithm with delayed acknowledgements adds 40 ms to every second packet.
            socket.setTcpNoDelay(true);
            int limit = (int) options.patience().toMillis();
            socket.connect(new InetSocketAddress(options.host(), options.port()), limit);
            return new Wire(socket, options.connect().version());
        } catch (IOException e) {
            ConnectionFailedException failure = new ConnectionFailedException(
                    "no TCP connection to %s:%d: %s".formatted(options.host(), options.port(), e.getMessage()), e);
            close(socket, failure);
            throw failure;
        }
    }

    Optional<Packet> read() throws IOException {
        return reader.read();
    }

    void write(Packet packet) throws IOException {
        writing.lock();
        try {
            writer.write(packet);
        } finally {
            writing.unlock();
        }
    }

    void close() throws IOException {
        socket.close();
    }

    /// Closes with a TCP reset, which drops what the peer has not read yet.
    void reset() throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // Closed already; there is nothing left to reset.
        }
        close();
    }

    private static void close(Socket socket, ConnectionFailedException because) {
        try {
            socket.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
