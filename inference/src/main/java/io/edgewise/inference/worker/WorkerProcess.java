// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.tflite.ProcessGroup;
import java.io.File;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A worker process from its start to its end; the next one is another object. Thread-safe.
///
/// Owns the process, its folder and two threads: one watches, one reads what it prints. They end with the
/// process, the one that reads with the last process that has its output open.
final class WorkerProcess implements AutoCloseable {
    private static final String NOT_NEEDED = "it is not needed any more";
    private static final Duration DEATH = Duration.ofSeconds(5);
    /// The end of its output, which a process that it has started may keep open.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    /// Where the dynamic loader looks first; see ld.so(8).
    private static final String SEARCH_PATH = "LD_LIBRARY_PATH";

    private final WorkerOptions options;
    private final WorkerFolder folder;
    private final Process process;
    private final WorkerOutput output;
    private final WorkerWatch watch;
    private final Thread reader;
    private final Thread watcher;
    /// Of the graphs that are open.
    private final Set<WorkerConnection> connections = ConcurrentHashMap.newKeySet();
    /// Of graphs that are open or about to be. It is started for one.
    private int users = 1;

    private long idleSinceNanos;
    private boolean retired;
    private final AtomicReference<Optional<Kill>> killed = new AtomicReference<>(Optional.empty());
    /// The models with a call in progress when the first of these calls broke.
    private final AtomicReference<Optional<Set<String>>> broken = new AtomicReference<>(Optional.empty());

    /// @param why it was killed, if we did it
    /// @param suspects the models whose calls may be the reason
    private record Kill(String why, Set<String> suspects) {}

    private WorkerProcess(WorkerOptions options, WorkerFolder folder) throws IOException {
        this.options = options;
        this.folder = folder;
        this.output = new WorkerOutput(options.name());
        this.watch = new WorkerWatch(folder.socket(), this::look, this::killCalled);
        try {
            this.process = command(folder.socket()).start();
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        Thread.Builder.OfPlatform thread = Thread.ofPlatform().daemon();
        this.reader =
                thread.name("worker-" + options.name() + "-output").start(() -> output.read(process.getInputStream()));
        this.watcher = thread.name("worker-" + options.name()).start(this::watch);
    }

    /// Starts one and waits until it says that it is there.
    ///
    /// @throws DelegateException when it doesn't
    static WorkerProcess start(WorkerOptions options) {
        WorkerProcess worker;
        try {
            WorkerFolder folder = WorkerFolder.create();
            try {
                worker = new WorkerProcess(options, folder);
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DelegateException("the worker of delegate \"" + options.name() + "\" can't be started: " + e, e);
        }
        try {
            worker.await(worker.watch.alive(), options.start(), "starting");
            return worker;
        } catch (DelegateCrashedException e) {
            worker.close();
            // Nothing of the vendor's was loaded yet, so it is no crash of his.
            throw new DelegateException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            worker.close();
            throw e;
        }
    }

    private ProcessBuilder command(Path socket) {
        ProcessBuilder builder = WorkerCommand.ofThisProcess().builder(socket);
        if (!options.searchPath().isEmpty()) {
            String given = builder.environment().getOrDefault(SEARCH_PATH, "");
            Stream<String> folders = options.searchPath().stream().map(Path::toString);
            Stream<String> all = Stream.concat(folders, Stream.of(given).filter(path -> !path.isEmpty()));
            builder.environment().put(SEARCH_PATH, all.collect(Collectors.joining(File.pathSeparator)));
        }
        return builder;
    }

    private void watch() {
        watch.run(process);
        ProcessGroup.kill(process.pid());
        folder.close();
    }

    /// Kills the process when a call takes too long, or when nobody has needed it for some time.
    private void look() {
        if (retires()) {
            kill(NOT_NEEDED);
        }
        for (WorkerConnection connection : connections) {
            connection
                    .late()
                    .ifPresent(late -> kill(
                            "it hung: " + late.doing() + " took longer than "
                                    + late.limit().toMillis() + " ms",
                            Set.of(connection.model())));
        }
    }

    private synchronized boolean retires() {
        retired |= users == 0
                && System.nanoTime() - idleSinceNanos >= options.idle().toNanos();
        return retired;
    }

    /// Whether it was ended because nobody needed it.
    synchronized boolean isRetired() {
        return retired;
    }

    /// Keeps it for a graph that is about to be opened.
    ///
    /// @return false when it has ended, or is about to
    synchronized boolean take() {
        if (retired || !isAlive()) {
            return false;
        }
        users++;
        return true;
    }

    private synchronized void leave() {
        users--;
        idleSinceNanos = System.nanoTime();
    }

    private void left(WorkerConnection connection) {
        if (connections.remove(connection)) {
            leave();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive() && killed.get().isEmpty();
    }

    WorkerOptions options() {
        return options;
    }

    WorkerFolder folder() {
        return folder;
    }

    /// A connection of its own for a graph that it was taken for. The process is killed when a call on it takes
    /// longer than its limit.
    ///
    /// @param model SHA-256 of the model that it is for
    WorkerConnection connect(String model) {
        try {
            SocketChannel channel = await(watch.connect(), options.start(), "connecting");
            WorkerConnection connection = new WorkerConnection(channel, model, this::left);
            connections.add(connection);
            if (killed.get().isPresent()) {
                connection.cut(); // killed before it was among the others
            }
            return connection;
        } catch (IOException e) {
            leave();
            throw ended("connecting");
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    private <T> T await(CompletableFuture<T> future, Duration limit, String doing) {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill("it took longer than " + limit.toMillis() + " ms");
            throw ended(doing);
        } catch (ExecutionException e) {
            throw ended(doing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DelegateException("interrupted while " + doing + " worker \"" + options.name() + "\"");
        }
    }

    /// SIGKILL: a process that hangs in native code hears nothing else. One that hangs in the kernel doesn't hear
    /// that either, so nobody waits for it any more.
    private void kill(String why, Set<String> suspects) {
        killed.compareAndSet(Optional.empty(), Optional.of(new Kill(why, suspects)));
        process.destroyForcibly();
        connections.forEach(WorkerConnection::cut);
    }

    /// Kills it for a reason that is no model's.
    void kill(String why) {
        kill(why, Set.of());
    }

    private void killCalled(String why) {
        kill(why, calling());
    }

    private Set<String> calling() {
        return connections.stream()
                .filter(WorkerConnection::isCalling)
                .map(WorkerConnection::model)
                .collect(Collectors.toSet());
    }

    /// What to throw when a graph's connection broke: how the process ended, and its last words.
    ///
    /// @param doing what was wanted of it
    DelegateCrashedException ended(WorkerConnection connection, String doing) {
        broken.compareAndSet(Optional.empty(), Optional.of(calling()));
        String sentence = sentence(doing);
        boolean own = connection.isCalling() && suspects().equals(Set.of(connection.model()));
        return new DelegateCrashedException(sentence, own);
    }

    private Set<String> suspects() {
        Set<String> called = broken.get().orElse(Set.of());
        return killed.get().map(Kill::suspects).orElseGet(() -> isRequested() ? Set.of() : called);
    }

    private boolean isRequested() {
        return !process.isAlive() && ExitStatus.isRequested(process.exitValue());
    }

    /// The same where it is no graph's call that failed.
    private DelegateCrashedException ended(String doing) {
        return new DelegateCrashedException(sentence(doing), false);
    }

    private String sentence(String doing) {
        Optional<String> why = killed.get().map(Kill::why);
        String how = why.map(this::killedBecause).orElseGet(this::fate);
        String words = output.lastWords();
        // What is printed before a hang is seldom its reason.
        String before = why.isPresent() ? "; printed before: " : ": ";
        return "the worker process of delegate \"" + options.name() + "\" " + how + ", while " + doing
                + (words.isEmpty() ? "" : before + words);
    }

    private String killedBecause(String reason) {
        awaitLastWords();
        return "was killed, because " + reason;
    }

    private void awaitLastWords() {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String fate() {
        try {
            if (!process.waitFor(DEATH)) {
                killCalled("it closed its connection");
                awaitLastWords();
                return "closed its connection";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ended";
        }
        awaitLastWords();
        return output.crash().map(crash -> "crashed with " + crash).orElseGet(() -> ExitStatus.of(process.exitValue()));
    }

    /// Ends the process, if it still runs, and waits for that.
    @Override
    public void close() {
        kill(NOT_NEEDED);
        try {
            watcher.join(DEATH);
            reader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
