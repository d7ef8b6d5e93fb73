// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that alone touches a spool's files: an SD card may take a second for one fsync, and nobody else
/// waits for it. Thread-safe.
final class SpoolThread implements EventLoop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolThread.class);
    private static final long CLOSE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;
    private final String name;
    private volatile @Nullable Thread thread;

    /// @param name of the thread
    SpoolThread(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = Executors.defaultThreadFactory().newThread(task);
            made.setName(name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a failure is logged below
    public void schedule(Duration delay, Runnable task) {
        try {
            executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("{} is closed; a task is dropped", name);
        }
    }

    /// The executor would keep an exception to itself.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("a task of the spool failed");
        }
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /// Runs what was handed over, but not what was to be run later, and ends.
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn()
                        .log(
                                "{}: the disk did not answer within {} s; what is not safe is sent again",
                                name,
                                CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
