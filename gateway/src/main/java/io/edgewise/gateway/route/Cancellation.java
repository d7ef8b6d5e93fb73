// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import java.util.ArrayList;
import java.util.List;

/// Whether the answer to a message is still wanted, and who is told when it is not. Thread-safe: one lock,
/// under which nobody is told.
public final class Cancellation {
    private final List<Runnable> told = new ArrayList<>();
    private boolean cancelled;

    /// Nobody wants the answer any more. Without effect the second time.
    public void cancel() {
        List<Runnable> now;
        synchronized (this) {
            cancelled = true;
            now = List.copyOf(told);
            told.clear();
        }
        now.forEach(Runnable::run);
    }

    /// @param work told once, on the thread that cancels, or at once when that was before: must not block
    public void onCancel(Runnable work) {
        synchronized (this) {
            if (!cancelled) {
                told.add(work);
                return;
            }
        }
        work.run();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
