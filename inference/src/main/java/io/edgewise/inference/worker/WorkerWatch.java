// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host's end of a worker's sockets: takes its connections, hears its beats, and has it killed when it is
/// silent.
///
/// One thread runs it ([#run]); the other methods are thread-safe.
final class WorkerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);
    private static final long TICK_MILLIS = 100;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Runnable look;
    private final Consumer<String> kill;
    private final CompletableFuture<SocketChannel> control = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<SocketChannel>> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(DelegateWorker.CONTROL);
    private final ByteBuffer beats = ByteBuffer.allocate(64);
    /// Connections that have said their number and are not handed over yet.
    private final Map<Integer, SocketChannel> introduced = new HashMap<>();

    private long heardNanos = System.nanoTime();

    /// @param look called at each tick
    /// @param kill called with the reason when the worker is silent
    WorkerWatch(Path socket, Runnable look, Consumer<String> kill) throws IOException {
        this.look = look;
        this.kill = kill;
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /// Completed when the worker has connected; failed when it ended before.
    CompletableFuture<SocketChannel> alive() {
        return control.copy();
    }

    /// Asks for a further connection.
    CompletableFuture<SocketChannel> connect() throws IOException {
        int number = numbers.incrementAndGet();
        CompletableFuture<SocketChannel> connection = new CompletableFuture<>();
        awaited.put(number, connection);
        SocketChannel to = control.join();
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES).putInt(0, number);
        synchronized (control) {
            while (message.hasRemaining()) {
                to.write(message);
            }
        }
        return connection;
    }

    /// Watches until the process has ended.
    void run(Process process) {
        try (this) {
            while (process.isAlive()) {
                selector.select(this::ready, TICK_MILLIS);
                handOver();
                listen();
                look.run();
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a worker can't be watched any more");
            kill.accept("it can't be watched any more: " + e);
        } finally {
            IOException ended = new IOException("the worker has ended");
            control.completeExceptionally(ended);
            awaited.values().forEach(connection -> connection.completeExceptionally(ended));
        }
    }

    private void listen() {
        if (control.isDone() && System.nanoTime() - heardNanos > WorkerOptions.SILENCE.toNanos()) {
            kill.accept("it was silent for " + WorkerOptions.SILENCE.toMillis() + " ms");
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = server.accept();
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(Integer.BYTES));
            } else if (key.attachment() instanceof ByteBuffer number) {
                introduce(key, (SocketChannel) key.channel(), number);
            } else {
                hear((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            // Of a process that has ended, or will.
            LOG.atDebug().setCause(e).log("a worker's connection broke");
            close(key.channel());
        }
    }

    /// The first thing that a connection says is its number.
    private void introduce(SelectionKey key, SocketChannel channel, ByteBuffer number) throws IOException {
        if (channel.read(number) < 0) {
            channel.close();
            return;
        }
        if (number.hasRemaining()) {
            return;
        }
        int said = number.getInt(0);
        if (said == DelegateWorker.CONTROL) {
            key.attach(DelegateWorker.class);
            heardNanos = System.nanoTime();
            control.complete(channel);
            return;
        }
        introduced.put(said, channel);
        key.cancel();
    }

    /// A channel can block again only when its key is gone from the selector's sets.
    private void handOver() throws IOException {
        if (introduced.isEmpty()) {
            return;
        }
        selector.selectNow(this::ready);
        for (Map.Entry<Integer, SocketChannel> each : Map.copyOf(introduced).entrySet()) {
            introduced.remove(each.getKey());
            CompletableFuture<SocketChannel> connection = awaited.remove(each.getKey());
            if (connection == null) {
                each.getValue().close();
            } else {
                each.getValue().configureBlocking(true);
                connection.complete(each.getValue());
            }
        }
    }

    private void hear(SocketChannel channel) throws IOException {
        if (channel.read(beats.clear()) < 0) {
            // The process has ended or will; if it doesn't, it is silent from now on.
            close(channel);
            return;
        }
        heardNanos = System.nanoTime();
    }

    @Override
    public void close() {
        for (SelectionKey key : selector.keys()) {
            close(key.channel());
        }
        introduced.values().forEach(WorkerWatch::close);
        close(selector);
        close(server);
    }

    private static void close(Closeable each) {
        try {
            each.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("closing a worker's sockets");
        }
    }
}
