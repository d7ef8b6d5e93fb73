// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import io.edgewise.devices.payload.MalformedPayloadException.Reason;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The text is a member of a JSON document, named by a JSON Pointer; the message's own id is the top member
/// `id`, and `reply-to` the topic for the answer, for clients whose MQTT has no Correlation Data and no
/// Response Topic.
///
/// Source: RFC 8259 (JSON), RFC 6901 (JSON Pointer).
public final class JsonCodec implements PayloadCodec {
    /// Deeper documents are no device's and cost stack.
    private static final int MAX_DEPTH = 64;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonPointer pointer;

    /// @param pointer as `/message` or `/body/text`
    /// @throws IllegalArgumentException when it is not a JSON Pointer
    public JsonCodec(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "expected a JSON Pointer such as /message after json:, got \"" + pointer + "\"");
        }
        this.pointer = JsonPointer.compile(pointer);
    }

    @Override
    public DeviceMessage decode(byte[] payload) throws MalformedPayloadException {
        JsonNode document = parse(payload);
        JsonNode text = document.at(pointer);
        if (text.isMissingNode() || text.isNull()) {
            throw new MalformedPayloadException(Reason.NO_TEXT, -1, "the JSON has no member " + pointer);
        }
        if (!text.isString()) {
            throw new MalformedPayloadException(
                    Reason.NO_TEXT, -1, "the JSON member " + pointer + " is no text but " + kind(text));
        }
        if (text.stringValue().isBlank()) {
            throw new MalformedPayloadException(Reason.NO_TEXT, -1, "the JSON member " + pointer + " is empty");
        }
        return new DeviceMessage(text.stringValue(), id(document), replyTo(document));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonCodec codec && pointer.equals(codec.pointer);
    }

    @Override
    public int hashCode() {
        return pointer.hashCode();
    }

    private static JsonNode parse(byte[] payload) throws MalformedPayloadException {
        requirePlainUtf8(payload);
        try {
            JsonNode document = JSON.readTree(payload);
            if (document.isMissingNode()) {
                throw new MalformedPayloadException(Reason.NO_TEXT, -1, "the payload is empty");
            }
            return document;
        } catch (JacksonException e) {
            long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw new MalformedPayloadException(
                    Reason.MALFORMED, offset, "the payload is not JSON: " + e.getOriginalMessage());
        }
    }

    /// Left to itself, the parser guesses at UTF-16 where bytes are NUL, and takes overlong and too large
    /// characters.
    private static void requirePlainUtf8(byte[] payload) throws MalformedPayloadException {
        TextCodec.requireUtf8(payload);
        for (int i = 0; i < payload.length; i++) {
            if (payload[i] == 0) {
                throw new MalformedPayloadException(
                        Reason.MALFORMED, i, "the payload is not JSON: NUL can't stand here");
            }
        }
    }

    private static Optional<String> id(JsonNode document) {
        JsonNode id = document.path("id");
        return id.isString() || id.isIntegralNumber()
                ? Optional.of(id.asString()).filter(s -> !s.isBlank())
                : Optional.empty();
    }

    /// Whether it can be answered there is not a matter of the payload.
    private static Optional<String> replyTo(JsonNode document) {
        JsonNode topic = document.path("reply-to");
        return topic.isString() ? Optional.of(topic.stringValue()).filter(s -> !s.isBlank()) : Optional.empty();
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> node.getNodeType().toString();
        };
    }
}
