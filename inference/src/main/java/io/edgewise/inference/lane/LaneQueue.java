// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The jobs that wait for one lane. Its length is bounded by the windows of the routes that submit to it.
///
/// Thread-safe: one lock, held for a few instructions.
final class LaneQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<WaitingJob<?>> waiting = new ArrayDeque<>();
    private boolean closed;

    /// @return false when the queue is closed
    boolean offer(WaitingJob<?> job) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.addLast(job);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next job.
    ///
    /// @return the oldest one; empty when the queue was closed and has no more
    Optional<WaitingJob<?>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return Optional.ofNullable(waiting.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    /// The oldest job that waits for a model; it stays in the queue.
    Optional<WaitingJob<?>> oldest(String model) {
        lock.lock();
        try {
            for (WaitingJob<?> job : waiting) {
                if (job.model().equals(model)) {
                    return Optional.of(job);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes this job out.
    void remove(WaitingJob<?> job) {
        lock.lock();
        try {
            waiting.remove(job);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
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
