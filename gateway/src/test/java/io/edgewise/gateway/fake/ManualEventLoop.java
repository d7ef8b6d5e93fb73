// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.EventLoop;
import io.edgewise.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// An event loop that runs its tasks when told, on the thread that tells it. Confined to the test's thread.
public final class ManualEventLoop implements EventLoop {
    /// More tasks than any test has use for: the code under test hands over a task for ever.
    private static final int ENDLESS = 1_000_000;

    private record Later(long dueNanos, Runnable task) {}

    private final ManualClock clock;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Later> delayed = new ArrayList<>();
    private boolean running;

    public ManualEventLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        tasks.addLast(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        delayed.add(new Later(clock.nanos() + delay.toNanos(), task));
    }

    @Override
    public boolean isCurrent() {
        return running;
    }

    /// Runs the oldest task.
    ///
    /// @return false when there was none
    public boolean runOne() {
        takeDue();
        Runnable task = tasks.pollFirst();
        if (task == null) {
            return false;
        }
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
        return true;
    }

    /// Runs every task, and those that they hand over, until none is left that is due.
    public void runAll() {
        int ran = 0;
        while (runOne()) {
            if (++ran == ENDLESS) {
                throw new AssertionError("the tasks of this loop do not end");
            }
        }
    }

    /// Whether no task waits to be run now.
    public boolean isIdle() {
        takeDue();
        return tasks.isEmpty();
    }

    /// Tasks whose time has not come.
    public int delayed() {
        return delayed.size();
    }

    private void takeDue() {
        List<Later> due = delayed.stream()
                .filter(later -> later.dueNanos() - clock.nanos() <= 0)
                .sorted(Comparator.comparingLong(later -> later.dueNanos() - clock.nanos()))
                .toList();
        delayed.removeAll(due);
        due.forEach(later -> tasks.addLast(later.task()));
    }
}
