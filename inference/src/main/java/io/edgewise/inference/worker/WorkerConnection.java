// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One graph's connection to its worker, and the call in progress on it. The graph's thread calls; others look
/// how long it takes, and may cut it.
final class WorkerConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerConnection.class);

    private final SocketChannel channel;
    private final String model;
    private final Consumer<WorkerConnection> closed;
    private volatile Optional<Call> call = Optional.empty();

    /// A call that must not take for ever.
    record Call(String doing, Duration limit, long endNanos) {
        private boolean isLate() {
            return System.nanoTime() - endNanos >= 0;
        }
    }

    /// @param model SHA-256 of the model that it is for
    /// @param closed told when the graph needs it no more
    WorkerConnection(SocketChannel channel, String model, Consumer<WorkerConnection> closed) {
        this.channel = channel;
        this.model = model;
        this.closed = closed;
    }

    SocketChannel channel() {
        return channel;
    }

    String model() {
        return model;
    }

    /// Whether a call is in progress, or was when the worker ended.
    boolean isCalling() {
        return call.isPresent();
    }

    void begin(String doing, Duration limit) {
        call = Optional.of(new Call(doing, limit, System.nanoTime() + limit.toNanos()));
    }

    /// The worker has answered.
    void done() {
        call = Optional.empty();
    }

    /// The call that takes longer than it may.
    Optional<Call> late() {
        return call.filter(Call::isLate);
    }

    /// Whoever waits for an answer gets an exception at once: a process that is killed keeps its end open while it
    /// hangs in the kernel, and a process that it has started does so for ever.
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("closing a worker's connection");
        }
    }

    @Override
    public void close() {
        cut();
        closed.accept(this);
    }
}
