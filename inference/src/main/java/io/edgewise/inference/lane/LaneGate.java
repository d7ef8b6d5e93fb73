// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where lanes wait for their turn, and rest after it, when they may not all work at a time (see [Pace]). Of
/// the lanes that wait, the one whose next job has the highest priority goes first, and of those the one that
/// waits longest.
///
/// Thread-safe: one lock, held for a few instructions.
final class LaneGate {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// In the order in which they came.
    private final List<LaneQueue> waiting = new ArrayList<>();
    private final Rest rest = new Rest();
    private int working;

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

    /// Waits until the lane of a queue may work; it then calls [#leave].
    ///
    /// @return false when it has waited for a second: it is to look whether there is something else to do, and
    /// to come again
    boolean enter(LaneQueue queue) {
        lock.lock();
        try {
            waiting.add(queue);
            long left = LOOK_NANOS;
            while (!mayWork(queue)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            working++;
            return true;
        } catch (InterruptedException e) {
            return false; // nobody does that to a lane
        } finally {
            waiting.remove(queue);
            changed.signalAll();
            lock.unlock();
        }
    }

    /// While there is room for all, nobody asks who is first: so it is but on a board that is hot.
    private boolean mayWork(LaneQueue queue) {
        int room = rest.pace().lanes() - working;
        return room >= waiting.size() || (room > 0 && queue.equals(first()));
    }

    private LaneQueue first() {
        return waiting.stream().min(Comparator.comparing(LaneQueue::urgency)).orElseThrow();
    }

    /// Rests after work, as long as the pace of this moment says. The lane does not leave before: otherwise
    /// another would work while it rests, and the board would not cool.
    void rest(long workedNanos) {
        rest.rest(workedNanos);
    }

    void leave() {
        lock.lock();
        try {
            working--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
