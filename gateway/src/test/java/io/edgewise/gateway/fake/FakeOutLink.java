// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// An out-link that writes down what is published and answers it as told: at once, or when the test says
/// so.
///
/// Confined to the test's thread.
public final class FakeOutLink implements OutLink {
    /// What becomes of a publish.
    public enum Reaction {
        ACCEPT,
        /// With 0x87, not authorized.
        REFUSE,
        ABANDON,
        /// As when the connection was away for too long.
        LATE,
        /// Waits for [FakeOutLink#settle(Reaction)].
        HOLD
    }

    private static final int NOT_AUTHORIZED = 0x87;

    private record Held(OutgoingPublish publish, Consumer<PublishOutcome> done) {}

    private final List<OutgoingPublish> published = new ArrayList<>();
    private final List<OutgoingPublish> accepted = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private boolean connected = true;
    private long connection;
    private Function<OutgoingPublish, Reaction> script = publish -> Reaction.ACCEPT;

    /// From now on every publish meets this reaction.
    public void reactWith(Reaction reaction) {
        script = publish -> reaction;
    }

    /// From now on publishes below a topic meet this reaction, and all others what they met before.
    public void reactTo(String topicPrefix, Reaction reaction) {
        Function<OutgoingPublish, Reaction> before = script;
        script = publish -> publish.topic().value().startsWith(topicPrefix) ? reaction : before.apply(publish);
    }

    /// The connection ended, and there is another.
    public void reconnect() {
        connection++;
    }

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public void publish(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        published.add(publish);
        Reaction reaction = script.apply(publish);
        Held one = new Held(publish, done);
        if (reaction == Reaction.HOLD) {
            held.add(one);
        } else {
            end(one, reaction);
        }
    }

    private void end(Held one, Reaction reaction) {
        switch (reaction) {
            case ACCEPT -> {
                accepted.add(one.publish());
                one.done().accept(new PublishOutcome.Accepted());
            }
            case REFUSE -> one.done().accept(new PublishOutcome.Refused(NOT_AUTHORIZED, "not authorized (0x87)"));
            case LATE -> one.done().accept(new PublishOutcome.Late());
            case ABANDON -> one.done().accept(new PublishOutcome.Abandoned());
            case HOLD -> throw new IllegalArgumentException("held already");
        }
    }

    /// Ends everything that is held, in order.
    public void settle(Reaction reaction) {
        while (!held.isEmpty()) {
            settle(0, reaction);
        }
    }

    /// Ends one of those that are held.
    public void settle(int index, Reaction reaction) {
        end(held.remove(index), reaction);
    }

    /// What is held, in order.
    public List<OutgoingPublish> held() {
        return held.stream().map(Held::publish).toList();
    }

    /// Everything that was handed over, in order.
    public List<OutgoingPublish> published() {
        return List.copyOf(published);
    }

    /// What the Server has, in the order of its PUBACKs.
    public List<OutgoingPublish> accepted() {
        return List.copyOf(accepted);
    }

    /// The connection comes up or is lost. What is handed over meets its reaction all the same.
    public void setConnected(boolean connected) {
        this.connected = connected;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        settle(Reaction.ABANDON);
        reactWith(Reaction.ABANDON);
    }
}
