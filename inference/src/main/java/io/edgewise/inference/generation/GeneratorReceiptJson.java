// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.plan.ReceiptJson;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Receipts of generators, and whether they still write, as JSON: `docs/schemas/generator-receipt.schema.json`.
public final class GeneratorReceiptJson {
    private static final JsonFactory JSON = new JsonFactory();

    private GeneratorReceiptJson() {}

    /// One receipt as UTF-8 JSON.
    ///
    /// @throws IllegalArgumentException for a generator that was not opened
    public static byte[] of(GeneratorStatus generator) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, generator);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, GeneratorStatus generator) {
        GeneratorReceipt receipt = generator
                .receipt()
                .orElseThrow(() ->
                        new IllegalArgumentException("generator \"" + generator.name() + "\" has no receipt yet"));
        json.writeStartObject();
        json.writeStringProperty("generator", generator.name());
        json.writeStringProperty("bundle", receipt.bundle());
        json.writeStringProperty("model_sha256", receipt.modelSha256());
        json.writeStringProperty("library", receipt.library());
        service(json, generator.state());
        GeneratorReceipt.Nodes nodes = receipt.nodes();
        ReceiptJson.nodes(json, nodes.all(), nodes.delegates(), nodes.leftOver());
        room(json, receipt.room());
        golden(json, receipt.golden());
        ReceiptJson.time(json, "opened", receipt.opened());
        ReceiptJson.millis(json, "took_ms", receipt.took());
        json.writeEndObject();
    }

    private static void service(JsonGenerator json, GeneratorState state) {
        json.writeObjectPropertyStart("service");
        json.writeStringProperty("state", state.label());
        if (state instanceof GeneratorState.Failed failed) {
            json.writeStringProperty("reason", failed.reason());
            ReceiptJson.time(json, "since", failed.since());
        }
        json.writeEndObject();
    }

    private static void room(JsonGenerator json, GeneratorReceipt.Room room) {
        json.writeNumberProperty("context", room.context());
        json.writeNumberProperty("texts", room.texts());
        json.writeNumberProperty("threads", room.threads());
        json.writeNumberProperty("model_bytes", room.modelBytes());
        json.writeNumberProperty("cache_bytes", room.cacheBytes());
    }

    private static void golden(JsonGenerator json, GeneratorReceipt.Golden golden) {
        json.writeObjectPropertyStart("golden");
        json.writeNumberProperty("prompts", golden.prompts());
        json.writeNumberProperty("divergence", Math.round(golden.divergence() * 1e6) / 1e6);
        json.writeNumberProperty("divergence_limit", golden.most());
        json.writeEndObject();
    }
}
