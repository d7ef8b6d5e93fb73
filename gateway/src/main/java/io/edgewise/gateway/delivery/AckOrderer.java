// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.InConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Sends PUBACKs in the order in which the PUBLISHes came, on the connection they came on, although answers
/// are ready in another order.
///
/// Confined to the event loop of its route; one per connection. Source: MQTT 5.0 section 4.6,
/// [MQTT-4.6.0-2].
final class AckOrderer {
    private static final long MOST_REMEMBERED_BYTES = 1 << 20;

    private final InConnection connection;
    private final int remembered;
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private final Deque<Arrival> acknowledged = new ArrayDeque<>();
    private long acknowledgedBytes;

    /// @param remembered how many of the last acknowledged messages to remember
    AckOrderer(InConnection connection, int remembered) {
        this.connection = connection;
        this.remembered = remembered;
    }

    InConnection connection() {
        return connection;
    }

    /// Takes a message's place in the order. Call in the order of reception.
    void register(Delivery delivery) {
        unacknowledged.addLast(delivery);
    }

    /// Acknowledges what is settled and has nothing unsettled in front of it. On a dead connection it keeps
    /// everything, so that the Server's redelivery can be told from a new message.
    void release() {
        while (!connection.isDead()
                && !unacknowledged.isEmpty()
                && unacknowledged.peekFirst().isSettled()) {
            Arrival arrival = unacknowledged.removeFirst().arrival();
            connection.acknowledge(arrival.publish().packetId());
            remember(arrival);
        }
    }

    private void remember(Arrival arrival) {
        acknowledged.addLast(arrival);
        acknowledgedBytes += arrival.publish().sizeBytes();
        while (acknowledged.size() > remembered || acknowledgedBytes > MOST_REMEMBERED_BYTES) {
            acknowledgedBytes -= acknowledged.removeFirst().publish().sizeBytes();
        }
    }

    /// What was received and not acknowledged, in the order of reception.
    List<Delivery> unacknowledged() {
        return List.copyOf(unacknowledged);
    }

    /// The last messages that were acknowledged, in order: as many as the Server may have open at once, for it
    /// can't have missed the PUBACKs of others, and fewer when they are large. Of one that is not among them and
    /// comes again after all, nobody can tell that it was answered: it is answered twice.
    List<Arrival> lastAcknowledged() {
        return List.copyOf(acknowledged);
    }
}
