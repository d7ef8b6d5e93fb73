// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.devices.payload.DeviceMessage;
import io.edgewise.devices.payload.MalformedPayloadException;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.Arrival;
import io.edgewise.gateway.delivery.MessageId;
import io.edgewise.gateway.mqtt.Publish;
import java.util.List;
import java.util.Optional;

/// Looks at what came in before anything is done for it: whether the route takes it, and what its text is.
///
/// Confined to the event loop of its route: it knows what each publisher has left of its quota.
final class Reception {
    private final RouteConfiguration route;
    private final Outputs outputs;
    private final Optional<PublisherBuckets> publishers;

    /// What is to become of a message.
    sealed interface Decision {
        /// It goes through the steps.
        record Taken(Work work) implements Decision {}

        /// It becomes a dead letter.
        record Rejected(Rejection rejection) implements Decision {}

        /// It is a dead letter of this route that came in again, and would go round for ever as another one.
        record OwnDeadLetter() implements Decision {}
    }

    Reception(RouteConfiguration route, Outputs outputs) {
        this.route = route;
        this.outputs = outputs;
        this.publishers = route.quota().map(PublisherBuckets::new);
    }

    Decision look(Arrival arrival) {
        Publish publish = arrival.publish();
        int bytes = publish.payload().length();
        if (bytes > route.maxPayloadBytes()) {
            return new Decision.Rejected(Rejection.tooLarge(bytes, route.maxPayloadBytes()));
        }
        Optional<List<String>> captures = route.from().match(publish.topic());
        if (captures.isEmpty()) {
            return new Decision.Rejected(Rejection.strangeTopic(route.from()));
        }
        if (outputs.wentThrough(publish)) {
            // Past the check of topics: over a bridge that renames them, say.
            return DeadLetters.isOne(publish)
                    ? new Decision.OwnDeadLetter()
                    : new Decision.Rejected(Rejection.wentRound(publish.topic()));
        }
        if (isBeyondQuota(publish, captures.get(), arrival.nanos())) {
            return new Decision.Rejected(Rejection.beyond(route.quota().orElseThrow()));
        }
        return read(arrival, captures.get());
    }

    private boolean isBeyondQuota(Publish publish, List<String> captures, long nowNanos) {
        return publishers
                .filter(known -> !known.take(outputs.publisher(publish, captures), nowNanos))
                .isPresent();
    }

    private Decision read(Arrival arrival, List<String> captures) {
        Publish publish = arrival.publish();
        try {
            DeviceMessage message = route.payload().decode(publish.payload().bytes());
            MessageId id = MessageId.of(message.id(), publish.properties().correlationData());
            return new Decision.Taken(new Work(
                    publish,
                    arrival.at(),
                    arrival.nanos(),
                    captures,
                    message,
                    id.value(),
                    id.key(publish.topic().value(), route.name()),
                    new Cancellation()));
        } catch (MalformedPayloadException e) {
            return new Decision.Rejected(Rejection.of(e));
        }
    }
}
