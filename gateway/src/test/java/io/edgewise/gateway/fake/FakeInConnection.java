// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.mqtt.InConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A connection of an in-link that writes down what is acknowledged on it. Thread-safe.
public final class FakeInConnection implements InConnection {
    private final String name;
    private final long session;
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Integer> acknowledgedWhenDead = new CopyOnWriteArrayList<>();
    private volatile boolean dead; // set by the test, read by the thread of an intake

    private FakeInConnection(String name, long session) {
        this.name = name;
        this.session = session;
    }

    /// The first connection of a link.
    public static FakeInConnection first(String name) {
        return new FakeInConnection(name, 1);
    }

    /// A later connection, to which the Server kept the Session.
    public FakeInConnection resumed(String later) {
        return new FakeInConnection(later, session);
    }

    /// A later connection, whose Server has lost the Session.
    public FakeInConnection withoutSession(String later) {
        return new FakeInConnection(later, session + 1);
    }

    /// Ends it.
    public void die() {
        dead = true;
    }

    @Override
    public boolean isDead() {
        return dead;
    }

    @Override
    public long session() {
        return session;
    }

    @Override
    public void acknowledge(int packetId) {
        (dead ? acknowledgedWhenDead : acknowledged).add(packetId);
    }

    /// The Packet Identifiers of the PUBACKs that left, in order.
    public List<Integer> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /// PUBACKs that came to nothing because the connection had ended.
    public List<Integer> acknowledgedWhenDead() {
        return List.copyOf(acknowledgedWhenDead);
    }

    @Override
    public String toString() {
        return name;
    }
}
