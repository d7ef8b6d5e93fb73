// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import java.util.List;
import java.util.Optional;

/// What the gateway tells of itself: JSON that the broker keeps for whoever subscribes later.
final class RetainedJson {
    private static final PublishProperties JSON = new PublishProperties(
            Optional.of("application/json"), true, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private RetainedJson() {}

    static OutgoingPublish on(TopicName topic, byte[] json) {
        return new OutgoingPublish(topic, new Payload(json), true, JSON);
    }
}
