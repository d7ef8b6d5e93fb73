// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.TopicName;

/// The retained status, and the Will that takes its place when the gateway vanishes. Immutable.
final class StatusTopic {
    private final String gateway;
    private final TopicName topic;

    StatusTopic(String gateway) {
        this.gateway = gateway;
        this.topic = new TopicName("edgewise/" + gateway + "/status");
    }

    OutgoingPublish of(Snapshot status) {
        return RetainedJson.on(topic, StatusJson.of(status));
    }

    OutgoingPublish offline() {
        return RetainedJson.on(topic, StatusJson.offline(gateway));
    }
}
