// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import io.edgewise.inference.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the parts of an answer that is published while it is written: `{"id":"7","seq":0,"text":"The pump"}`.
/// The last one says so, with the SHA-256 of the whole text in UTF-8: whoever has missed a part takes the
/// result. Thread-safe.
public final class StreamJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StreamJson() {}

    /// A part.
    public sealed interface Part {
        /// What comes next.
        record More(String text) implements Part {}

        /// All that came so far is given up: the answer is written anew.
        record Again() implements Part {}

        /// The last of an answer.
        ///
        /// @param whole the whole answer
        record Last(String text, String whole) implements Part {}

        /// There will be no answer: a dead letter says why.
        record GivenUp() implements Part {}
    }

    /// @param id of the message, as in its result
    /// @param sequence number of the part, from 0
    public static byte[] write(String id, int sequence, Part part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            json.writeNumberProperty("seq", sequence);
            switch (part) {
                case Part.More more -> json.writeStringProperty("text", more.text());
                case Part.Again again -> json.writeBooleanProperty("again", true);
                case Part.Last last -> {
                    json.writeStringProperty("text", last.text());
                    json.writeBooleanProperty("final", true);
                    json.writeStringProperty(
                            "sha256", Sha256.of(ByteBuffer.wrap(last.whole().getBytes(StandardCharsets.UTF_8))));
                }
                case Part.GivenUp givenUp -> {
                    json.writeBooleanProperty("final", true);
                    json.writeBooleanProperty("given_up", true);
                }
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
