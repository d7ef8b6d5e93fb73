// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.inference.generation.GeneratorReceiptJson;
import io.edgewise.inference.plan.ReceiptJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The receipts that there are, as `{"plans":[…],"generators":[…]}`.
public final class PlansJson {
    private static final JsonFactory JSON = new JsonFactory();

    private PlansJson() {}

    /// Those of a snapshot as UTF-8 JSON.
    public static byte[] of(Snapshot status) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("plans");
            status.models().stream()
                    .filter(model -> model.receipt().isPresent())
                    .forEach(model -> raw(json, ReceiptJson.of(model)));
            json.writeEndArray();
            json.writeArrayPropertyStart("generators");
            status.generators().stream()
                    .filter(generator -> generator.receipt().isPresent())
                    .forEach(generator -> raw(json, GeneratorReceiptJson.of(generator)));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void raw(JsonGenerator json, byte[] receipt) {
        json.writeRawValue(new String(receipt, StandardCharsets.UTF_8));
    }
}
