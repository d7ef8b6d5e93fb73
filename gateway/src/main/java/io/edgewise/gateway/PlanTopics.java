// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.plan.ReceiptJson;
import java.util.List;

/// The retained receipts, one topic for each model. They don't change while the gateway runs, so each connection is
/// told once: the broker may have forgotten them.
///
/// Called by one thread at a time, as listeners of the [StatusBoard] are.
final class PlanTopics {
    private final String gateway;
    private boolean told;

    PlanTopics(String gateway) {
        this.gateway = gateway;
    }

    /// What is to be published now.
    ///
    /// @param connected whether the link can take it
    List<OutgoingPublish> due(Snapshot now, boolean connected) {
        boolean due = connected && !told && !now.models().isEmpty();
        told = connected && (told || due);
        return due ? now.models().stream().map(this::receipt).toList() : List.of();
    }

    private OutgoingPublish receipt(StatusBoard.ModelLine model) {
        TopicName topic = new TopicName("edgewise/" + gateway + "/plan/" + model.name());
        return RetainedJson.on(topic, ReceiptJson.of(model.name(), model.receipt()));
    }
}
