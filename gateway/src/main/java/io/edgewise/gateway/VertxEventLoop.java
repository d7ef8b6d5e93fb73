// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/// An [EventLoop] on a Vert.x context.
final class VertxEventLoop implements EventLoop {
    private final Vertx vertx;
    private final Context context;

    VertxEventLoop(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        vertx.setTimer(delay.toMillis(), ignored -> execute(task));
    }

    @Override
    public boolean isCurrent() {
        return Vertx.currentContext() != null && Vertx.currentContext().equals(context);
    }
}
