// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that does things one after the other, now and at later moments. Thread-safe.
final class KeeperThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeeperThread.class);

    private final ScheduledThreadPoolExecutor executor;

    /// @param name of the thread
    KeeperThread(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /// For stages of futures: once closed, they fail.
    Executor executor() {
        return executor;
    }

    /// Has a task run soon. Once closed, nothing happens.
    void run(Runnable task) {
        after(Duration.ZERO, task);
    }

    /// Has a task run later. Once closed, nothing happens.
    void after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> _ = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("models are being closed");
        }
    }

    /// Has a task run again and again.
    void every(Duration period, Runnable task) {
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(
                guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// A defect in one task must not end the others.
    private Runnable guarded(Runnable task) {
        return () -> {
            if (executor.isShutdown()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("keeping a model failed");
            }
        };
    }

    /// Takes no new task, drops what was to be done later, and waits for the one that runs.
    @Override
    public void close() {
        executor.close();
    }
}
