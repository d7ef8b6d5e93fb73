// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.EventLoop;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.Publish;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Stands in for a route that is no more: what its Session still holds becomes dead letters, one after the other.
/// Thread-safe.
public final class RemovedRoute {
    private static final long LOOK_SECONDS = 1;

    private final String name;
    private final EventLoop loop;
    private final Sender sender;
    private final DeadLetters letters;
    private final RouteMetrics metrics;

    /// @param out where its dead letters go; not closed here
    /// @param file for dead letters that the broker itself refuses
    public RemovedRoute(
            String gatewayId,
            String name,
            OutLink out,
            DeadLetterFile file,
            TimeSource time,
            EventLoop loop,
            RouteMetrics metrics) {
        this.name = name;
        this.loop = loop;
        this.sender = new Sender(out, out, file, time, loop);
        this.letters = new DeadLetters(gatewayId, name);
        this.metrics = metrics;
    }

    /// Waits until the message is safe as a dead letter, or its connection is dead. Not to be called on the event
    /// loop.
    ///
    /// @return whether it may be acknowledged
    public boolean keep(InConnection connection, Publish publish) {
        CompletableFuture<Boolean> safe = new CompletableFuture<>();
        String detail = "it was still waiting for route " + name
                + " when the configuration was changed and the route no" + " longer took messages from there";
        loop.execute(() -> sender.sendDeadLetter(
                letters.of(publish, DeadLetterReason.REFUSED, detail),
                sent -> safe.complete(sent instanceof Sender.Sent.Safe)));
        boolean kept = await(safe, connection);
        if (kept) {
            metrics.deadLetter(DeadLetterReason.REFUSED);
        }
        return kept;
    }

    private static boolean await(CompletableFuture<Boolean> safe, InConnection connection) {
        while (!connection.isDead()) {
            try {
                return safe.get(LOOK_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                // the broker for dead letters is away: once more
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new AssertionError("is never completed that way", e);
            }
        }
        return false;
    }
}
