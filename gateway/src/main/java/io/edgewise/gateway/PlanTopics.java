// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.generation.GeneratorReceipt;
import io.edgewise.inference.generation.GeneratorReceiptJson;
import io.edgewise.inference.generation.GeneratorState;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.ReceiptJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The retained receipts, one topic for each model and generator: told when they change, and all of them to each
/// connection, because the broker may have forgotten them.
///
/// Called by one thread at a time, as listeners of the [StatusBoard] are.
final class PlanTopics {
    private final String gateway;
    private final Map<String, ModelStatus> toldModels = new HashMap<>();
    private final Map<String, Writing> toldGenerators = new HashMap<>();

    /// What of a generator is in its receipt: how many texts it wrote is not.
    private record Writing(GeneratorState state, Optional<GeneratorReceipt> receipt) {
        static Writing of(GeneratorStatus generator) {
            return new Writing(generator.state(), generator.receipt());
        }
    }

    PlanTopics(String gateway) {
        this.gateway = gateway;
    }

    /// What is to be published now.
    ///
    /// @param connected whether the link can take it
    List<OutgoingPublish> due(Snapshot now, boolean connected) {
        if (!connected) {
            toldModels.clear();
            toldGenerators.clear();
            return List.of();
        }
        Stream<OutgoingPublish> models = now.models().stream()
                .filter(model -> model.receipt().isPresent())
                .filter(model -> !model.equals(toldModels.put(model.name(), model)))
                .map(model -> receipt(model.name(), ReceiptJson.of(model)));
        Stream<OutgoingPublish> generators = now.generators().stream()
                .filter(writer -> writer.receipt().isPresent())
                .filter(writer -> !Writing.of(writer).equals(toldGenerators.put(writer.name(), Writing.of(writer))))
                .map(writer -> receipt(writer.name(), GeneratorReceiptJson.of(writer)));
        return Stream.concat(models, generators).toList();
    }

    private OutgoingPublish receipt(String name, byte[] json) {
        return RetainedJson.on(new TopicName("edgewise/" + gateway + "/plan/" + name), json);
    }
}
