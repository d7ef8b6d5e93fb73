// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for one lane: the jobs of each model and priority in their order, and chores. The highest
/// priority that waits is next, but for one turn in [Priority#TURNS]; within a priority models take turns, so
/// that one with much to do does not keep the others waiting. When the lanes are slowed down, lower priorities may have
/// to wait (see [Pace]). Its length is bounded by the windows of the
/// routes that submit to it.
///
/// Thread-safe: one lock, held for a few instructions.
final class LaneQueue {
    /// What is next for a lane.
    sealed interface Turn {
        /// A job, which [#poll] takes.
        record Job() implements Turn {}

        /// Something to do on the lane's thread that is nobody's job.
        record Chore(Runnable task) implements Turn {}

        /// The queue was closed and has no more.
        record End() implements Turn {}
    }

    /// Jobs that keep their order.
    private record Line(ModelSlot slot, Priority priority) {
        static Line of(WaitingJob<?> job) {
            return new Line(job.slot(), job.priority());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Line, Deque<WaitingJob<?>>> waiting = new HashMap<>();
    /// Lines with jobs by priority, the next one first; no priority without any.
    private final NavigableMap<Priority, Deque<Line>> turns = new TreeMap<>();

    private final Deque<Runnable> chores = new ArrayDeque<>();
    private int size;
    /// Turns in a row of a priority that went past lower ones.
    private final Map<Priority, Integer> passes = new EnumMap<>(Priority.class);
    private Pace pace = Pace.FULL;
    private boolean closed;

    /// @return false when the queue is closed
    boolean offer(WaitingJob<?> job) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Line line = Line.of(job);
            jobs(line).addLast(job);
            added(line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Puts a job that was taken before its successors, to be taken again when the other models have had their
    /// turn. Also when the queue is closed: it was in there.
    void putBack(WaitingJob<?> job) {
        lock.lock();
        try {
            Line line = Line.of(job);
            jobs(line).addFirst(job);
            added(line);
        } finally {
            lock.unlock();
        }
    }

    private Deque<WaitingJob<?>> jobs(Line line) {
        return waiting.computeIfAbsent(line, l -> new ArrayDeque<>());
    }

    private void added(Line line) {
        size++;
        if (jobs(line).size() == 1) {
            turns.computeIfAbsent(line.priority(), p -> new ArrayDeque<>()).addLast(line);
        }
        changed.signal();
    }

    /// Has something done before the next job.
    ///
    /// @return false when the queue is closed, whose lane ends by itself
    boolean offer(Runnable chore) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            chores.addLast(chore);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for what is next.
    Turn next() {
        lock.lock();
        try {
            while (open().isEmpty() && chores.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!chores.isEmpty()) {
                return new Turn.Chore(chores.removeFirst());
            }
            return turns.isEmpty() ? new Turn.End() : new Turn.Job();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the job that is next; empty when those that wait have to wait on.
    Optional<WaitingJob<?>> poll() {
        lock.lock();
        try {
            return open().isEmpty() ? Optional.empty() : Optional.of(removeFirst(nextLine()));
        } finally {
            lock.unlock();
        }
    }

    /// How hard the lane may work from now on.
    void pace(Pace next) {
        lock.lock();
        try {
            pace = next;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The highest priority that may be taken now; the lowest when there is none.
    Priority urgency() {
        lock.lock();
        try {
            return open().isEmpty() ? Priority.LOW : open().firstKey();
        } finally {
            lock.unlock();
        }
    }

    /// What may be taken. A queue that is closed is to become empty.
    private NavigableMap<Priority, Deque<Line>> open() {
        return closed ? turns : turns.headMap(pace.lowest(), true);
    }

    private Line nextLine() {
        NavigableMap<Priority, Deque<Line>> open = open();
        Map.Entry<Priority, Deque<Line>> next = open.firstEntry();
        while (!pace.inOrder() && !next.getKey().equals(open.lastKey()) && isPassedBy(next.getKey())) {
            next = open.higherEntry(next.getKey());
        }
        return next.getValue().getFirst();
    }

    /// Whether this turn of a priority goes to lower ones.
    private boolean isPassedBy(Priority priority) {
        int turns = passes.merge(priority, 1, Integer::sum);
        if (turns < Priority.TURNS) {
            return false;
        }
        passes.remove(priority);
        return true;
    }

    /// Takes a line's oldest job; the line goes to the end of those of its priority.
    private WaitingJob<?> removeFirst(Line line) {
        Deque<WaitingJob<?>> jobs = jobs(line);
        WaitingJob<?> job = jobs.removeFirst();
        size--;
        if (jobs.isEmpty()) {
            forget(line);
        } else {
            Deque<Line> lines = lines(line);
            lines.remove(line);
            lines.addLast(line);
        }
        return job;
    }

    private Deque<Line> lines(Line line) {
        return Objects.requireNonNull(turns.get(line.priority()));
    }

    /// A line that has no more jobs.
    private void forget(Line line) {
        waiting.remove(line);
        lines(line).remove(line);
        if (lines(line).isEmpty()) {
            turns.remove(line.priority());
        }
    }

    /// Takes out the jobs that nobody waits for any more. Called by the thread that takes.
    List<WaitingJob<?>> removeExpired() {
        lock.lock();
        try {
            List<WaitingJob<?>> expired = waiting.values().stream()
                    .flatMap(Deque::stream)
                    .filter(WaitingJob::isExpired)
                    .toList();
            for (WaitingJob<?> job : expired) {
                Line line = Line.of(job);
                jobs(line).remove(job);
                size--;
                if (jobs(line).isEmpty()) {
                    forget(line);
                }
            }
            return expired;
        } finally {
            lock.unlock();
        }
    }

    /// The job that waits first for a model, and may be taken: of the highest priority the oldest; it stays in the
    /// queue.
    Optional<WaitingJob<?>> first(ModelSlot slot) {
        lock.lock();
        try {
            for (Priority priority : open().keySet()) {
                Deque<WaitingJob<?>> jobs = waiting.get(new Line(slot, priority));
                if (jobs != null) {
                    return Optional.of(jobs.getFirst());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes out a job that [#first] gave to this thread, the only one that takes; another may have come before
    /// it meanwhile, though not in its line.
    void remove(WaitingJob<?> job) {
        lock.lock();
        try {
            WaitingJob<?> removed = removeFirst(Line.of(job));
            assert removed.equals(job);
        } finally {
            lock.unlock();
        }
    }

    /// Jobs that wait.
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /// Refuses new jobs; the lane finishes those that wait.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
