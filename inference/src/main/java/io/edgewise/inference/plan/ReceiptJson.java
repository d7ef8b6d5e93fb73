// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.document.Choice;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Receipts, and how what they chose is served, as JSON: `docs/schemas/receipt.schema.json`.
public final class ReceiptJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReceiptJson() {}

    /// One receipt as UTF-8 JSON.
    ///
    /// @throws IllegalArgumentException for a model that was not planned yet
    public static byte[] of(ModelStatus model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, model);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, ModelStatus model) {
        Receipt receipt = model.receipt()
                .orElseThrow(() -> new IllegalArgumentException("model \"" + model.name() + "\" has no receipt yet"));
        json.writeStartObject();
        json.writeStringProperty("model", model.name());
        json.writeStringProperty("bundle", receipt.bundle());
        json.writeStringProperty("library", receipt.library());
        json.writeArrayPropertyStart("wanted");
        receipt.wanted().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("chosen", receipt.chosen());
        service(json, model.service());
        json.writeNumberProperty("golden_tests", receipt.goldenTests());
        millis(json, "took_ms", receipt.took());
        json.writeArrayPropertyStart("trials");
        receipt.trials().forEach(trial -> trial(json, trial));
        json.writeEndArray();
        json.writeEndObject();
    }

    /// The name of a state in JSON.
    public static String state(Service service) {
        return switch (service) {
            case Service.AsPlanned planned -> "as-planned";
            case Service.Demoted demoted -> "demoted";
            case Service.NotOpened notOpened -> "not-opened";
            case Service.Unloaded unloaded -> "unloaded";
            case Service.Unavailable unavailable -> "unavailable";
        };
    }

    private static void service(JsonGenerator json, Service service) {
        json.writeObjectPropertyStart("service");
        json.writeStringProperty("state", state(service));
        switch (service) {
            case Service.AsPlanned planned -> {}
            case Service.NotOpened notOpened -> {}
            case Service.Demoted demoted -> {
                json.writeStringProperty("running", demoted.running());
                json.writeStringProperty("reason", demoted.reason());
                time(json, "since", demoted.since());
                json.writeNumberProperty("times", demoted.times());
                time(json, "next_try", demoted.nextTry());
            }
            case Service.Unloaded unloaded -> time(json, "since", unloaded.since());
            case Service.Unavailable unavailable -> {
                json.writeStringProperty("reason", unavailable.reason());
                time(json, "since", unavailable.since());
            }
        }
        json.writeEndObject();
    }

    /// A moment, in milliseconds.
    @SuppressWarnings("exports") // for this module alone, which need not tell others of its JSON library
    public static void time(JsonGenerator json, String name, Instant instant) {
        json.writeStringProperty(name, instant.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static void trial(JsonGenerator json, Trial trial) {
        json.writeStartObject();
        json.writeStringProperty("candidate", trial.candidate());
        switch (trial) {
            case Trial.Correct correct -> correct(json, correct);
            case Trial.Refused refused -> {
                json.writeStringProperty("outcome", "refused");
                json.writeStringProperty("reason", Choice.name(refused.reason()));
                json.writeStringProperty("detail", refused.detail());
            }
        }
        json.writeEndObject();
    }

    private static void correct(JsonGenerator json, Trial.Correct trial) {
        json.writeStringProperty("outcome", "correct");
        nodes(json, trial.nodes(), trial.delegates(), trial.leftOver());
        millis(json, "build_ms", trial.build());
        millis(json, "test_ms", trial.test());
        millis(json, "invoke_ms", trial.invoke());
        json.writeNumberProperty("pack_tokens", trial.packTokens());
        trial.agreement().ifPresent(cosine -> json.writeNumberProperty("agreement", cosine));
    }

    /// The members `nodes`, `delegates` and `left_over`.
    @SuppressWarnings("exports") // for this module alone, which need not tell others of its JSON library
    public static void nodes(JsonGenerator json, int all, List<Trial.Share> delegates, List<LeftOver> leftOver) {
        json.writeNumberProperty("nodes", all);
        json.writeObjectPropertyStart("delegates");
        delegates.forEach(share -> json.writeNumberProperty(share.delegate(), share.nodes()));
        json.writeEndObject();
        json.writeArrayPropertyStart("left_over");
        leftOver.forEach(left -> leftOver(json, left));
        json.writeEndArray();
    }

    private static void leftOver(JsonGenerator json, LeftOver left) {
        json.writeStartObject();
        json.writeStringProperty("operator", left.operator());
        json.writeNumberProperty("nodes", left.nodes());
        json.writeStringProperty("why", left.why());
        json.writeEndObject();
    }

    /// A duration; microseconds are enough for anybody.
    @SuppressWarnings("exports") // for this module alone, which need not tell others of its JSON library
    public static void millis(JsonGenerator json, String name, Duration duration) {
        json.writeNumberProperty(name, Math.round(Receipt.millis(duration) * 1e3) / 1e3);
    }
}
