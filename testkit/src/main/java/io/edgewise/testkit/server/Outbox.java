// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.PacketWriter;
import io.edgewise.testkit.mqtt.Version;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What one connection still has to send. A thread of its own writes, so that a client which does not read stops
/// neither the test nor the reader of its packets.
///
/// Thread-safe.
final class Outbox {
    private static final int CAPACITY = 200_000;
    private static final int LINGER_SECONDS = 1;
    private static final List<Packet> END = List.of();

    private final Socket socket;
    private final Consumer<String> problem;
    private final BlockingQueue<List<Packet>> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final Thread writer;

    // Written by the reader before the first packet, read by the writer: volatile.
    private volatile Version version = Version.V5;

    Outbox(Socket socket, String name, Consumer<String> problem) {
        this.socket = socket;
        this.problem = problem;
        this.writer = Thread.ofPlatform().daemon().name(name).unstarted(this::write);
    }

    void start() {
        writer.start();
    }

    void speak(Version spoken) {
        version = spoken;
    }

    /// Sends these one after the other, with nothing of another thread between them.
    void send(List<Packet> packets) {
        put(packets);
    }

    /// Closes our side once everything before it is written; the client reads it and then the end.
    void end() {
        put(END);
    }

    /// The connection is gone: closes the socket and ends the writer.
    void closeNow() {
        gone.countDown();
        close();
        writer.interrupt();
    }

    /// Closes the socket with a TCP reset instead of an end.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // Closed already; there is nothing left to reset.
        }
        closeNow();
    }

    void join() throws InterruptedException {
        writer.join(ScriptedServer.PATIENCE);
    }

    private void put(List<Packet> packets) {
        if (!queue.offer(packets)) {
            problem.accept("more than %d sends are waiting".formatted(CAPACITY));
        }
    }

    private void write() {
        try {
            for (List<Packet> next = queue.take(); !next.isEmpty(); next = queue.take()) {
                for (Packet packet : next) {
                    socket.getOutputStream().write(PacketWriter.encode(packet, version));
                }
            }
            socket.shutdownOutput();
            // Closing at once, with packets of the client unread, would reset the connection and take back from the
            // client what it has not read. A client that ignores the end is cut after a while.
            boolean _ = gone.await(LINGER_SECONDS, TimeUnit.SECONDS);
            close();
        } catch (InterruptedException e) {
            // closeNow() wants this thread to end.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The client has gone; nobody is left to send to.
            close();
        } catch (RuntimeException e) {
            problem.accept("cannot send: " + e.getMessage());
            close();
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            problem.accept("closing the socket: " + e);
        }
    }
}
