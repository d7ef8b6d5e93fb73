// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.delivery.Delivery;
import io.edgewise.gateway.mqtt.TopicName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/// Has the results of one topic leave in the order of its messages, where a message may overtake another
/// ([io.edgewise.gateway.config.RouteConfiguration#mayOvertake]).
///
/// Confined to the event loop of its route; bounded by the route's window.
final class ResultOrder {
    private final Map<TopicName, Deque<Delivery>> lines = new HashMap<>();
    private final IdentityHashMap<Delivery, TopicName> topics = new IdentityHashMap<>();
    /// What is to be done when it is a delivery's turn.
    private final IdentityHashMap<Delivery, Runnable> ready = new IdentityHashMap<>();

    /// A message takes its place behind the others of its topic.
    void enter(Delivery delivery, TopicName topic) {
        lines.computeIfAbsent(topic, t -> new ArrayDeque<>()).addLast(delivery);
        topics.put(delivery, topic);
    }

    /// Does it when the results of all messages before this one have left.
    void inTurn(Delivery delivery, Runnable result) {
        TopicName topic = topics.get(delivery);
        if (topic == null) {
            result.run();
            return;
        }
        ready.put(delivery, result);
        goOn(topic);
    }

    /// It has no result, or its result has left. Does nothing the second time.
    void leave(Delivery delivery) {
        TopicName topic = topics.remove(delivery);
        if (topic == null) {
            return;
        }
        ready.remove(delivery);
        Deque<Delivery> line = lines.getOrDefault(topic, new ArrayDeque<>());
        line.remove(delivery);
        if (line.isEmpty()) {
            lines.remove(topic);
        } else {
            goOn(topic);
        }
    }

    private void goOn(TopicName topic) {
        Optional<Delivery> first = Optional.ofNullable(lines.get(topic)).map(Deque::peekFirst);
        Optional<Runnable> result = first.map(ready::remove);
        if (first.isPresent() && result.isPresent()) {
            result.get().run();
            leave(first.get());
        }
    }
}
