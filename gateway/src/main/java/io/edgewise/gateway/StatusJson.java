// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.board.BoardStatus;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.GeneratorCounts;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.ReceiptJson;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The status as JSON: the same object under `/health/ready`, `/api/v1/status` and on the retained status
/// topic.
public final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatusJson() {}

    /// A snapshot as UTF-8 JSON.
    public static byte[] of(Snapshot status) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("gateway", status.gateway());
            json.writeStringProperty("version", status.program().version());
            json.writeBooleanProperty("aot_cache", status.program().aotCache());
            json.writeStringProperty("state", status.state().label());
            json.writeBooleanProperty("ready", status.isReady());
            json.writeStringProperty("status", status.sentence());
            json.writeArrayPropertyStart("links");
            status.links().forEach(link -> link(json, link));
            json.writeEndArray();
            json.writeArrayPropertyStart("models");
            status.models().forEach(model -> model(json, model));
            json.writeEndArray();
            json.writeArrayPropertyStart("generators");
            status.generators().forEach(generator -> generator(json, generator));
            json.writeEndArray();
            status.board().ifPresent(board -> board(json, board));
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /// What the broker publishes for a gateway that vanished.
    public static byte[] offline(String gateway) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("gateway", gateway);
            json.writeStringProperty("state", "offline");
            json.writeBooleanProperty("ready", false);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void link(JsonGenerator json, StatusBoard.Link link) {
        json.writeStartObject();
        json.writeStringProperty("name", link.name());
        json.writeBooleanProperty("up", link.up());
        if (!link.reason().isEmpty()) {
            json.writeStringProperty("reason", link.reason());
        }
        json.writeEndObject();
    }

    private static void board(JsonGenerator json, BoardStatus board) {
        json.writeObjectPropertyStart("board");
        board.model().ifPresent(model -> json.writeStringProperty("model", model));
        json.writeStringProperty("kind", Choice.name(board.kind()));
        json.writeStringProperty("level", board.level().label());
        json.writeArrayPropertyStart("reasons");
        board.reasons().forEach(reason -> json.writeString(reason.label()));
        json.writeEndArray();
        board.heat().ifPresent(heat -> {
            json.writeNumberProperty("temperature_c", Math.round(heat.celsius() * 10) / 10.0);
            json.writeNumberProperty("limit_c", heat.limit());
        });
        board.powerMode().ifPresent(mode -> json.writeStringProperty("power_mode", mode));
        json.writeEndObject();
    }

    private static void generator(JsonGenerator json, GeneratorStatus generator) {
        json.writeStartObject();
        json.writeStringProperty("name", generator.name());
        json.writeStringProperty("state", generator.state().label());
        json.writeBooleanProperty("degraded", generator.isDegraded());
        json.writeStringProperty("plan", generator.sentence());
        generator.receipt().ifPresent(receipt -> {
            json.writeStringProperty("bundle", receipt.bundle());
            json.writeNumberProperty("build_ms", receipt.took().toMillis());
        });
        json.writeNumberProperty("waiting", generator.waiting());
        json.writeNumberProperty("under_way", generator.underWay());
        counts(json, generator.counts());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, GeneratorCounts counts) {
        json.writeNumberProperty("texts", counts.texts());
        json.writeNumberProperty("tokens", counts.tokens());
        json.writeNumberProperty("prompt_tokens", counts.promptTokens());
        json.writeNumberProperty("reused_tokens", counts.reusedTokens());
        json.writeObjectPropertyStart("given_up");
        json.writeNumberProperty("expired", counts.givenUp().expired());
        json.writeNumberProperty("cancelled", counts.givenUp().cancelled());
        json.writeNumberProperty("failed", counts.givenUp().failed());
        json.writeNumberProperty("refused", counts.givenUp().refused());
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, ModelStatus model) {
        json.writeStartObject();
        json.writeStringProperty("name", model.name());
        json.writeStringProperty("service", ReceiptJson.state(model.service()));
        json.writeBooleanProperty("degraded", model.isDegraded());
        json.writeStringProperty("plan", model.sentence());
        model.receipt().ifPresent(receipt -> {
            json.writeStringProperty("bundle", receipt.bundle());
            json.writeNumberProperty("golden_tests", receipt.goldenTests());
            json.writeNumberProperty("build_ms", receipt.took().toMillis());
        });
        json.writeEndObject();
    }
}
