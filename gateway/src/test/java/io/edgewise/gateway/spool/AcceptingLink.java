// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// An out-link for tests with real threads: while it is connected it accepts everything at once; what it has when
/// it is lost, or gets then, it accepts when it is back. Thread-safe: one lock, outside of which senders are
/// told.
final class AcceptingLink implements OutLink {
    private record Held(OutgoingPublish publish, Consumer<PublishOutcome> done) {}

    private final List<Held> held = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private boolean connected;

    @Override
    public long connection() {
        return 0;
    }

    @Override
    public void publish(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        synchronized (this) {
            held.add(new Held(publish, done));
        }
        acceptHeld();
    }

    void setConnected(boolean up) {
        synchronized (this) {
            connected = up;
        }
        acceptHeld();
    }

    private void acceptHeld() {
        List<Held> now;
        synchronized (this) {
            if (!connected) {
                return;
            }
            now = List.copyOf(held);
            held.clear();
            now.forEach(one -> accepted.add(SpoolMessages.text(one.publish())));
        }
        now.forEach(one -> one.done().accept(new PublishOutcome.Accepted()));
    }

    /// In the order in which the broker has them.
    synchronized List<String> accepted() {
        return List.copyOf(accepted);
    }

    @Override
    public synchronized boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        List<Held> left;
        synchronized (this) {
            connected = false;
            left = List.copyOf(held);
            held.clear();
        }
        left.forEach(one -> one.done().accept(new PublishOutcome.Abandoned()));
    }
}
