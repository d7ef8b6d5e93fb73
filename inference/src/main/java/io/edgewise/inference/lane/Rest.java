// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The pace of this moment, and where lanes rest after work as long as it says.
///
/// Thread-safe: one lock, held for a few instructions.
public final class Rest {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Written under the lock; volatile because lanes look at it in each pass.
    private volatile Pace pace = Pace.FULL;

    private boolean over;

    /// At full pace.
    public Rest() {}

    /// The pace of this moment.
    public Pace pace() {
        return pace;
    }

    /// Sets another one; who rests by the last one rests by this one from now on.
    public void pace(Pace next) {
        lock.lock();
        try {
            pace = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Rests after work, as long as the pace says.
    public void rest(long workedNanos) {
        long worked = System.nanoTime();
        lock.lock();
        try {
            long left = pace.restNanos(workedNanos);
            while (left > 0 && !over) {
                long untilWoken = changed.awaitNanos(left);
                assert untilWoken <= left;
                left = pace.restNanos(workedNanos) - (System.nanoTime() - worked); // the pace may be another one by now
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a lane
        } finally {
            lock.unlock();
        }
    }

    /// From now on nobody rests: a lane that closes finishes what waits.
    public void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
