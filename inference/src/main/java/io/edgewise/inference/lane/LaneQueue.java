// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for one lane: the jobs of each model in their order, and chores. Models take turns, so that one
/// with much to do does not keep the others waiting. Its length is bounded by the windows of the routes that
/// submit to it.
///
/// Thread-safe: one lock, held for a few instructions.
final class LaneQueue {
    /// What a lane takes next.
    sealed interface Turn {
        /// A job, no longer in the queue.
        record Job(WaitingJob<?> job) implements Turn {}

        /// Something to do on the lane's thread that is nobody's job.
        record Chore(Runnable task) implements Turn {}

        /// The queue was closed and has no more.
        record End() implements Turn {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ModelSlot, Deque<WaitingJob<?>>> waiting = new HashMap<>();
    /// Models with jobs, the next one first.
    private final Deque<ModelSlot> turns = new ArrayDeque<>();

    private final Deque<Runnable> chores = new ArrayDeque<>();
    private int size;
    private boolean closed;

    /// @return false when the queue is closed
    boolean offer(WaitingJob<?> job) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            jobs(job.slot()).addLast(job);
            added(job.slot());
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
            jobs(job.slot()).addFirst(job);
            added(job.slot());
        } finally {
            lock.unlock();
        }
    }

    private Deque<WaitingJob<?>> jobs(ModelSlot slot) {
        return waiting.computeIfAbsent(slot, s -> new ArrayDeque<>());
    }

    private void added(ModelSlot slot) {
        size++;
        if (jobs(slot).size() == 1) {
            turns.addLast(slot);
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
    Turn take() {
        lock.lock();
        try {
            while (turns.isEmpty() && chores.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!chores.isEmpty()) {
                return new Turn.Chore(chores.removeFirst());
            }
            return turns.isEmpty() ? new Turn.End() : new Turn.Job(next(turns.getFirst()));
        } finally {
            lock.unlock();
        }
    }

    /// Takes a model's oldest job; the model goes to the end of the line.
    private WaitingJob<?> next(ModelSlot slot) {
        Deque<WaitingJob<?>> jobs = jobs(slot);
        WaitingJob<?> job = jobs.removeFirst();
        size--;
        turns.remove(slot);
        if (jobs.isEmpty()) {
            waiting.remove(slot);
        } else {
            turns.addLast(slot);
        }
        return job;
    }

    /// The oldest job that waits for a model; it stays in the queue.
    Optional<WaitingJob<?>> oldest(ModelSlot slot) {
        lock.lock();
        try {
            return Optional.ofNullable(waiting.get(slot)).map(Deque::getFirst);
        } finally {
            lock.unlock();
        }
    }

    /// Takes a model's oldest job out.
    void removeOldest(ModelSlot slot) {
        lock.lock();
        try {
            next(slot);
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
