// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.gateway.mqtt.Utf8EncodedString;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the dead letters of a route. Immutable.
///
/// `reason`, `detail` and `source-topic` are made anew: a dead letter that is sent in again must not keep the
/// reason of its first time.
final class DeadLetters {
    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String SOURCE_TOPIC = "source-topic";
    private static final Set<String> OWN = Set.of(REASON, DETAIL, SOURCE_TOPIC);
    private static final int MAX_DETAIL_CHARS = 500;

    private final Passage passage;
    private final TopicName topic;

    DeadLetters(String gatewayId, String route) {
        this.passage = new Passage(gatewayId, route);
        this.topic = new TopicName("edgewise/" + gatewayId + "/dead-letter/" + route);
    }

    /// Whether a message is a dead letter, of whichever gateway.
    static boolean isOne(Publish publish) {
        return publish.properties().userProperties().stream()
                .anyMatch(property -> property.name().equals(SOURCE_TOPIC));
    }

    /// The original payload with the reason why it has no answer.
    OutgoingPublish of(Publish publish, DeadLetterReason reason, String detail) {
        PublishProperties input = publish.properties();
        List<UserProperty> properties = passage.kept(input);
        properties.removeIf(property -> OWN.contains(property.name()));
        properties.add(new UserProperty(REASON, reason.label()));
        properties.add(new UserProperty(DETAIL, Utf8EncodedString.of(detail, MAX_DETAIL_CHARS)));
        properties.add(new UserProperty(SOURCE_TOPIC, publish.topic().value()));
        return new OutgoingPublish(
                topic,
                publish.payload(),
                false,
                new PublishProperties(
                        input.contentType(),
                        input.utf8(),
                        Optional.empty(),
                        Optional.empty(),
                        input.correlationData(),
                        properties));
    }
}
