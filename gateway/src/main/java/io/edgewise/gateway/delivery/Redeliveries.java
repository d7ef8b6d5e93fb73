// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Deliveries of an ended connection that were never acknowledged: a Server that kept the Session sends
/// exactly these again, in their order and before anything new, and they must not be worked on twice.
///
/// A message is recognised by everything that its packet says. That is sound because of the order: the
/// first message that is not the next of these ends the redelivery, so an equal message that comes later is
/// a new one. The exception are messages whose PUBACK was on its way when the connection ended: the Server
/// may have missed it, and then they come first. They are worked on again, for nobody can tell them from
/// new ones, and do not end the redelivery.
///
/// Confined to the event loop of its route; bounded by the route's window. Source: MQTT 5.0 sections 4.4
/// and 4.6.
final class Redeliveries {
    /// What two deliveries of one message have in common. The Message Expiry Interval counts down in between.
    private record Likeness(
            TopicName topic, Payload payload, int qos, boolean expires, PublishProperties withoutExpiry) {
        static Likeness of(Publish publish) {
            PublishProperties p = publish.properties();
            PublishProperties withoutExpiry = new PublishProperties(
                    p.contentType(),
                    p.utf8(),
                    Optional.empty(),
                    p.responseTopic(),
                    p.correlationData(),
                    p.userProperties());
            return new Likeness(
                    publish.topic(),
                    publish.payload(),
                    publish.qos(),
                    p.messageExpiry().isPresent(),
                    withoutExpiry);
        }
    }

    /// A message that may come again.
    ///
    /// @param delivery to be joined; empty when its PUBACK was sent
    private record Candidate(Arrival arrival, Optional<Delivery> delivery) {
        boolean isLike(Likeness likeness) {
            return Likeness.of(arrival.publish()).equals(likeness);
        }

        /// The Server drops a message that expired, also one that was sent and not acknowledged (Mosquitto 2.0.11
        /// does), and then the next equal message is a new one.
        boolean isExpired(long nowNanos) {
            return arrival.publish()
                    .properties()
                    .messageExpiry()
                    .filter(expiry -> nowNanos - arrival.nanos() >= expiry.toNanos())
                    .isPresent();
        }
    }

    /// In the order in which the Server first sent them.
    private final Deque<Candidate> candidates = new ArrayDeque<>();

    /// A connection ended.
    ///
    /// @param lastAcknowledged on it, in order: the Server may not know
    /// @param unacknowledged in the order of reception
    void expect(List<Arrival> lastAcknowledged, List<Delivery> unacknowledged) {
        // What an earlier connection left comes after them: their redelivery was cut short.
        List<Candidate> inOrder = new ArrayList<>();
        lastAcknowledged.forEach(arrival -> inOrder.add(new Candidate(arrival, Optional.empty())));
        unacknowledged.forEach(delivery -> inOrder.add(new Candidate(delivery.arrival(), Optional.of(delivery))));
        inOrder.addAll(candidates);
        candidates.clear();
        candidates.addAll(inOrder);
    }

    /// The earlier delivery of this message, if it is one that comes again.
    Optional<Delivery> match(Arrival arrival) {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        candidates.removeIf(candidate -> candidate.isExpired(arrival.nanos()));
        Likeness likeness = Likeness.of(arrival.publish());
        // One that can be joined first: there must be an answer for each of several equal messages.
        Optional<Candidate> found =
                first(c -> c.delivery().isPresent() && c.isLike(likeness)).or(() -> first(c -> c.isLike(likeness)));
        if (found.isEmpty()) {
            forget();
            return Optional.empty();
        }
        // Those in front reached the Server, or were dropped there because they expired.
        while (!candidates.removeFirst().equals(found.get())) {
            assert !candidates.isEmpty();
        }
        return found.get().delivery();
    }

    private Optional<Candidate> first(Predicate<Candidate> wanted) {
        return candidates.stream().filter(wanted).findFirst();
    }

    /// The Server lost the Session: nothing will come again.
    void forget() {
        candidates.clear();
    }
}
