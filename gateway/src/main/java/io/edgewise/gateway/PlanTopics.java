// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.ReceiptJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The retained receipts, one topic for each model: told when they change, and all of them to each connection,
/// because the broker may have forgotten them.
///
/// Called by one thread at a time, as listeners of the [StatusBoard] are.
final class PlanTopics {
    private final String gateway;
    private final Map<String, ModelStatus> told = new HashMap<>();

    PlanTopics(String gateway) {
        this.gateway = gateway;
    }

    /// What is to be published now.
    ///
    /// @param connected whether the link can take it
    List<OutgoingPublish> due(Snapshot now, boolean connected) {
        if (!connected) {
            told.clear();
            return List.of();
        }
        return now.models().stream()
                .filter(model -> model.receipt().isPresent())
                .filter(model -> !model.equals(told.put(model.name(), model)))
                .map(this::receipt)
                .toList();
    }

    private OutgoingPublish receipt(ModelStatus model) {
        TopicName topic = new TopicName("edgewise/" + gateway + "/plan/" + model.name());
        return RetainedJson.on(topic, ReceiptJson.of(model));
    }
}
