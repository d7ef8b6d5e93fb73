// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// What the server remembers of a client: subscriptions and un-acknowledged messages in order (MQTT 5.0 section 4.1).
///
/// Thread-safe: one lock, because both a connection's reader and the test come here.
final class Session {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private Map<Integer, Publish> unacked = new LinkedHashMap<>();
    private int lastId;

    void subscribe(Subscription subscription) {
        locked(() -> subscriptions.put(subscription.filter(), subscription));
    }

    boolean unsubscribe(String filter) {
        return locked(() -> Optional.ofNullable(subscriptions.remove(filter))).isPresent();
    }

    boolean wants(String topic) {
        return locked(() -> subscriptions.keySet().stream().anyMatch(filter -> TopicFilters.matches(filter, topic)));
    }

    /// The message as it is to be sent; at QoS 1 under a new identifier and remembered.
    Publish outgoing(Publish message) {
        if (message.qos() == 0) {
            return message;
        }
        return locked(() -> {
            Publish numbered = message.withPacketId(freeId());
            unacked.put(numbered.packetId(), numbered);
            return numbered;
        });
    }

    Optional<Publish> acknowledge(int packetId) {
        return locked(() -> Optional.ofNullable(unacked.remove(packetId)));
    }

    /// What is to be sent again, in the order of the first time: as duplicates, or as if it were new.
    List<Publish> redelivery(boolean sameIds) {
        return locked(() -> {
            List<Publish> again = new ArrayList<>();
            Map<Integer, Publish> renumbered = new LinkedHashMap<>();
            for (Publish message : unacked.values()) {
                Publish next = sameIds ? message.duplicate() : message.withPacketId(freeId());
                renumbered.put(next.packetId(), next);
                again.add(next);
            }
            unacked = renumbered;
            return again;
        });
    }

    private int freeId() {
        do {
            lastId = lastId % Packet.MAX_PACKET_ID + 1;
        } while (unacked.containsKey(lastId));
        return lastId;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
