// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One process that we started, and nothing else's: signals go to its id only, and it does not outlive this JVM.
///
/// Thread-safe, like `Process`.
final class OwnProcess implements AutoCloseable {
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Thread atExit;

    private OwnProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly, "end-of-" + name);
    }

    static OwnProcess start(String name, ProcessBuilder builder) {
        try {
            OwnProcess own = new OwnProcess(name, builder.start());
            // A test JVM that is itself killed by an impatient build must not leave a broker running.
            Runtime.getRuntime().addShutdownHook(own.atExit);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + builder.command(), e);
        }
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM. Not by `Process.destroy()`, which closes the pipes and loses the last words.
    void terminate() {
        boolean _ = process.toHandle().destroy();
    }

    /// SIGKILL, and waits for the end.
    void kill() {
        boolean _ = process.toHandle().destroyForcibly();
        if (awaitExit(DEATH) == null) {
            throw new IllegalStateException(
                    "%s (process %d) survived SIGKILL for %s".formatted(name, process.pid(), DEATH));
        }
    }

    /// Any signal by its name, to a process that still runs.
    void signal(String signal) {
        if (!isAlive()) {
            throw new IllegalStateException("%s: no SIG%s to a process that has ended".formatted(name, signal));
        }
        try {
            // The shell's own: a small Debian has no program of that name.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start();
            int exit = kill.waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -%s for %s: exit code %d".formatted(signal, name, exit));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kill -" + signal + " for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in kill -" + signal + " for " + name, e);
        }
    }

    /// The exit code (128 + signal number after a signal); null when it still runs at the limit.
    @Nullable
    Integer awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS) ? process.exitValue() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name + " to end", e);
        }
    }

    @Override
    public void close() {
        kill();
        if (!atExit.isAlive()) {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }
}
