// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import java.util.List;
import java.util.Optional;

/// The retained status, and the Will that takes its place when the gateway vanishes. Immutable.
final class StatusTopic {
    private static final PublishProperties JSON = new PublishProperties(
            Optional.of("application/json"), true, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private final String gateway;
    private final TopicName topic;

    StatusTopic(String gateway) {
        this.gateway = gateway;
        this.topic = new TopicName("edgewise/" + gateway + "/status");
    }

    OutgoingPublish of(Snapshot status) {
        return retained(StatusJson.of(status));
    }

    OutgoingPublish offline() {
        return retained(StatusJson.offline(gateway));
    }

    private OutgoingPublish retained(byte[] json) {
        return new OutgoingPublish(topic, new Payload(json), true, JSON);
    }
}
