// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A dead letter as it stands in the [DeadLetterFile]. Immutable.
///
/// @param id names it among the others: the first half of a SHA-256 of its line is longer than anybody types
/// @param at when it was written, ISO 8601
/// @param topic of the dead letter
/// @param properties user properties, `reason`, `detail` and `source-topic` among them
/// @param payload the original one; empty when it was too large to be kept
public record KeptLetter(
        String id,
        String at,
        String topic,
        List<UserProperty> properties,
        Optional<String> contentType,
        Optional<ByteBuffer> correlationData,
        Optional<Payload> payload) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ID_BYTES = 4;
    /// What the dead letter says of itself, and was not in the original.
    private static final Set<String> OWN = Set.of("reason", "detail", "source-topic");

    public KeptLetter {
        properties = List.copyOf(properties);
    }

    /// What was read of a state folder.
    ///
    /// @param letters in the order in which they were written
    /// @param unreadable lines that a crash cut short
    public record Reading(List<KeptLetter> letters, int unreadable) {
        public Reading {
            letters = List.copyOf(letters);
        }
    }

    /// Reads all of them; also while the gateway writes.
    ///
    /// @throws IOException when the file can't be read; that there is none is no failure
    public static Reading readAll(Path stateFolder) throws IOException {
        List<KeptLetter> letters = new ArrayList<>();
        int unreadable = 0;
        String all;
        try {
            all = Files.readString(DeadLetterFile.in(stateFolder), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return new Reading(List.of(), 0);
        }
        for (String line : all.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            try {
                letters.add(of(line.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (JacksonException | IllegalArgumentException e) {
                unreadable++;
            }
        }
        return new Reading(letters, unreadable);
    }

    private static KeptLetter of(byte[] line) {
        JsonNode json = JSON.readTree(line);
        if (!json.isObject() || !json.path("topic").isString()) {
            throw new IllegalArgumentException("not a dead letter");
        }
        List<UserProperty> properties = new ArrayList<>();
        json.path("properties").properties().forEach(entry -> {
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(value -> properties.add(new UserProperty(entry.getKey(), value.asString())));
            } else {
                properties.add(new UserProperty(entry.getKey(), entry.getValue().asString()));
            }
        });
        String id = HexFormat.of().formatHex(Sha256.digest().digest(line), 0, ID_BYTES);
        return new KeptLetter(
                id,
                json.path("at").asString(),
                json.path("topic").asString(),
                properties,
                text(json, "content-type"),
                text(json, "correlation-data").map(KeptLetter::bytes).map(ByteBuffer::wrap),
                text(json, "payload").map(KeptLetter::bytes).map(Payload::new));
    }

    private static Optional<String> text(JsonNode json, String key) {
        return json.path(key).isString() ? Optional.of(json.path(key).asString()) : Optional.empty();
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /// The first value of a user property; empty when there is none.
    public String property(String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .map(UserProperty::value)
                .findFirst()
                .orElse("");
    }

    /// The name of the route that could not answer it.
    public String route() {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    /// The message as it came in, to be sent in again.
    ///
    /// @throws IllegalArgumentException when its payload was not kept, or its topic is not known
    public OutgoingPublish original() {
        Payload kept = payload.orElseThrow(() -> new IllegalArgumentException("its payload was too large to be kept"));
        List<UserProperty> sent = properties.stream()
                .filter(property ->
                        !OWN.contains(property.name()) && !property.name().startsWith("edgewise-"))
                .toList();
        PublishProperties around =
                new PublishProperties(contentType, false, Optional.empty(), Optional.empty(), correlationData, sent);
        return new OutgoingPublish(new TopicName(property("source-topic")), kept, false, around);
    }
}
