// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.time.Duration;

/// The thread that owns a route's state. Everything confined to it is called from its tasks and from nowhere else.
/// Thread-safe.
public interface EventLoop {
    /// Runs a task later, after those handed over before.
    void execute(Runnable task);

    /// Runs a task after a delay.
    void schedule(Duration delay, Runnable task);

    /// Whether the calling thread is this loop's.
    boolean isCurrent();
}
