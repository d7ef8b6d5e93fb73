// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The links' time-outs and back-offs, on one daemon thread. Thread-safe. Open for tests in a hurry.
public class LinkTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkTimer.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mqtt-timer").factory());

    /// Runs a task after a delay, unless the timer is closed before.
    ///
    /// @return what takes the task back
    Runnable after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> waiting = executor.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> waiting.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("the links are closed; a task of theirs is dropped");
            return () -> {};
        }
    }

    /// The executor would keep an exception to itself.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a link's timer task failed");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
