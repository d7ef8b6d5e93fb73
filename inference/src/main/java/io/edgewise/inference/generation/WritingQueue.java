// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.lane.Rest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Jobs that wait for a lane: the highest priority first, and of one priority the one that came first.
/// Thread-safe: one lock.
final class WritingQueue {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Priority, Queue<Waiting>> jobs = new EnumMap<>(Priority.class);
    private final Rest rest = new Rest();
    private int waiting;
    private boolean closed;

    /// A job, and when it came.
    record Waiting(WritingJob job, long since) {}

    /// @param most jobs that may wait
    WritingQueue(int most) {
        this.most = most;
    }

    /// @return why it is not taken; empty when it is
    Optional<String> offer(WritingJob job, long nanoTime) {
        lock.lock();
        try {
            if (closed) {
                return Optional.of("the lane is closed");
            }
            if (waiting >= most) {
                return Optional.of(waiting
                        + " texts wait already, which is as many as may: the board writes slower than they come");
            }
            waiting++;
            queue(job.priority()).add(new Waiting(job, nanoTime));
            changed.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Queue<Waiting> queue(Priority priority) {
        return jobs.computeIfAbsent(priority, p -> new ArrayDeque<>());
    }

    /// The next job, if there is one that may be done at this pace.
    ///
    /// @param wait whether to wait a little for one
    Optional<Waiting> next(boolean wait) {
        lock.lock();
        try {
            Optional<Waiting> next = poll();
            long left = wait ? LOOK_NANOS : 0;
            while (next.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
                next = poll();
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a lane
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes out the jobs that nobody wants any more, those too that are held back at this pace.
    List<WritingJob> removeUnwanted(long nanoTime) {
        List<WritingJob> unwanted = new ArrayList<>();
        lock.lock();
        try {
            for (Queue<Waiting> line : jobs.values()) {
                line.removeIf(one -> one.job().isUnwanted(nanoTime) && unwanted.add(one.job()));
            }
            waiting -= unwanted.size();
            return unwanted;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Waiting> poll() {
        for (Priority priority : Priority.values()) {
            boolean heldBack = priority.compareTo(rest.pace().lowest()) > 0 && !closed;
            Waiting first = heldBack ? null : queue(priority).poll();
            if (first != null) {
                waiting--;
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /// Rests after work, as long as the pace of this moment says; once closed, no longer.
    void rest(long workedNanos) {
        rest.rest(workedNanos);
    }

    Pace pace() {
        return rest.pace();
    }

    void pace(Pace next) {
        rest.pace(next);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no further job; those that wait are still handed out.
    void close() {
        rest.end();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
