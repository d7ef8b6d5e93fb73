// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.graph.Graph;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs graphs with one vendor's delegate in a worker process, which it starts when the first graph is opened,
/// watches, and replaces when it ended and another graph is opened. It ends it some time after the last graph was
/// closed. Thread-safe: one lock, held while a worker starts.
///
/// One host for each delegate as it is configured: libraries such as Arm NN's have one runtime per process, whose
/// options are those of whoever came first.
public final class DelegateHost implements AutoCloseable {
    /// A delegate that always crashes must not keep a small board busy with starting Java.
    private static final int MAX_STARTS = 6;

    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final WorkerOptions options;
    private final InstantSource clock;
    private final Deque<Instant> starts = new ArrayDeque<>();
    private Optional<WorkerProcess> worker = Optional.empty();
    private boolean closed;

    public DelegateHost(WorkerOptions options) {
        this(options, InstantSource.system());
    }

    DelegateHost(WorkerOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /// How its workers are run.
    public WorkerOptions options() {
        return options;
    }

    /// Builds an interpreter in the worker, which is started if there is none.
    ///
    /// @throws io.edgewise.inference.DelegateCrashedException when the worker ended or hung meanwhile
    /// @throws DelegateException when the delegate refuses, or when too many workers ended of late
    /// @throws io.edgewise.inference.UnsupportedModelException when the model can't be run
    public Graph open(GraphRequest request) {
        return WorkerGraph.open(running(), request);
    }

    private synchronized WorkerProcess running() {
        if (closed) {
            throw new IllegalStateException("the host of delegate \"" + options.name() + "\" is closed");
        }
        if (worker.isPresent() && worker.get().take()) {
            return worker.get();
        }
        worker.ifPresent(this::bury);
        worker = Optional.empty();
        countStart();
        WorkerProcess started = WorkerProcess.start(options);
        worker = Optional.of(started);
        return started;
    }

    private void bury(WorkerProcess ended) {
        ended.close();
        if (ended.isRetired()) {
            starts.pollLast(); // it ended well
        }
    }

    private void countStart() {
        Instant now = clock.instant();
        starts.removeIf(start -> start.isBefore(now.minus(WITHIN)));
        if (starts.size() == MAX_STARTS) {
            DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
            throw new DelegateException("delegate \"" + options.name() + "\": " + MAX_STARTS
                    + " worker processes ended within " + WITHIN.toMinutes() + " minutes; none is started before "
                    + time.format(starts.getFirst().plus(WITHIN)));
        }
        starts.add(now);
    }

    /// The worker's process id, while one runs.
    public synchronized OptionalLong pid() {
        return worker.filter(WorkerProcess::isAlive).stream()
                .mapToLong(WorkerProcess::pid)
                .findFirst();
    }

    /// Ends the worker, as a crash in the vendor's code would: for a drill. Does nothing when none runs.
    public synchronized void kill() {
        worker.ifPresent(running -> running.kill("somebody wanted to see what happens then"));
    }

    /// Ends the worker. Graphs that are still open fail from now on.
    @Override
    public synchronized void close() {
        closed = true;
        worker.ifPresent(WorkerProcess::close);
        worker = Optional.empty();
    }
}
