// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.document.Choice;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Receipts as JSON: `docs/schemas/receipt.schema.json`.
public final class ReceiptJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReceiptJson() {}

    /// One receipt as UTF-8 JSON.
    ///
    /// @param model the configured name
    public static byte[] of(String model, Receipt receipt) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, model, receipt);
        }
        return out.toByteArray();
    }

    /// Several, by configured name, as `{"plans":[…]}`.
    public static byte[] of(Map<String, Receipt> receipts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("plans");
            receipts.forEach((model, receipt) -> write(json, model, receipt));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String model, Receipt receipt) {
        json.writeStartObject();
        json.writeStringProperty("model", model);
        json.writeStringProperty("bundle", receipt.bundle());
        json.writeStringProperty("library", receipt.library());
        json.writeArrayPropertyStart("wanted");
        receipt.wanted().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("chosen", receipt.chosen());
        json.writeNumberProperty("golden_tests", receipt.goldenTests());
        millis(json, "took_ms", receipt.took());
        json.writeArrayPropertyStart("trials");
        receipt.trials().forEach(trial -> trial(json, trial));
        json.writeEndArray();
        json.writeEndObject();
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
        json.writeNumberProperty("nodes", trial.nodes());
        json.writeObjectPropertyStart("delegates");
        trial.delegates().forEach(share -> json.writeNumberProperty(share.delegate(), share.nodes()));
        json.writeEndObject();
        json.writeArrayPropertyStart("left_over");
        trial.leftOver().forEach(left -> leftOver(json, left));
        json.writeEndArray();
        millis(json, "build_ms", trial.build());
        millis(json, "test_ms", trial.test());
        millis(json, "invoke_ms", trial.invoke());
        trial.agreement().ifPresent(cosine -> json.writeNumberProperty("agreement", cosine));
    }

    private static void leftOver(JsonGenerator json, LeftOver left) {
        json.writeStartObject();
        json.writeStringProperty("operator", left.operator());
        json.writeNumberProperty("nodes", left.nodes());
        json.writeStringProperty("why", left.why());
        json.writeEndObject();
    }

    /// Microseconds are enough for anybody.
    private static void millis(JsonGenerator json, String name, Duration duration) {
        json.writeNumberProperty(name, Math.round(Receipt.millis(duration) * 1e3) / 1e3);
    }
}
