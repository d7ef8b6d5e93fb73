// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import io.edgewise.gateway.answer.Answer.Said;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.rule.WordHit;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Intent;
import io.edgewise.inference.task.Moderation;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes answers as JSON. Immutable and thread-safe.
public final class AnswerJson {
    private static final JsonFactory JSON = new JsonFactory();
    /// Five decimals: enough to rank texts by score, short enough for a device to print.
    private static final int SCORE_DECIMALS = 5;
    private static final double SCORE_STEPS = 100_000;
    private static final double MICROS = 1_000;

    /// What stands around an answer that goes out over MQTT.
    ///
    /// @param id the message's own, or one made up at reception
    /// @param source the topic it came on
    /// @param at when it was received
    public record Envelope(String id, String route, String source, Instant at) {}

    private AnswerJson() {}

    /// A result as published: `{"id":…,"route":…,…}`.
    public static byte[] result(Envelope envelope, Answer answer) {
        return write(json -> {
            json.writeStringProperty("id", envelope.id());
            json.writeStringProperty("route", envelope.route());
            json.writeStringProperty("source", envelope.source());
            json.writeStringProperty(
                    "at", envelope.at().truncatedTo(ChronoUnit.MILLIS).toString());
            members(json, answer);
        });
    }

    /// An answer without a message around it, as `ask` and `eval` write it.
    ///
    /// @param id of the line it belongs to, as JSON: a number stays a number
    public static byte[] answer(Optional<String> id, Optional<String> text, Answer answer) {
        return write(json -> {
            id.ifPresent(value -> {
                json.writeName("id");
                json.writeRawValue(value);
            });
            text.ifPresent(value -> json.writeStringProperty("text", value));
            members(json, answer);
        });
    }

    private interface Members {
        void write(JsonGenerator json);
    }

    private static byte[] write(Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void members(JsonGenerator json, Answer answer) {
        answer.moderation().ifPresent(said -> moderation(json, said));
        answer.extraction().ifPresent(said -> extraction(json, said));
        answer.classification().ifPresent(said -> classification(json, said));
        answer.embedding().ifPresent(said -> embedding(json, said));
        answer.generation().ifPresent(said -> generation(json, said));
        json.writeNumberProperty("tokens", answer.tokens());
        json.writeNumberProperty("windows", answer.windows());
        json.writeObjectPropertyStart("took");
        json.writeNumberProperty("queue_ms", millis(answer.queued()));
        json.writeNumberProperty("infer_ms", millis(answer.inferred()));
        json.writeEndObject();
    }

    private static void moderation(JsonGenerator json, Said<Moderation> said) {
        Moderation moderation = said.answer();
        json.writeObjectPropertyStart("moderation");
        json.writeStringProperty("verdict", Choice.name(moderation.verdict()));
        json.writeArrayPropertyStart("flagged");
        moderation.flagged().forEach(json::writeString);
        json.writeEndArray();
        scores(json, moderation.scores());
        words(json, moderation.words());
        language(json, moderation.unsupportedLanguage());
        json.writeStringProperty("model", said.model());
        json.writeEndObject();
    }

    private static void words(JsonGenerator json, List<WordHit> words) {
        if (words.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("words");
        for (WordHit word : words) {
            json.writeStartObject();
            json.writeStringProperty("list", Choice.name(word.list()));
            json.writeStringProperty("term", word.term());
            json.writeStringProperty("text", word.text());
            json.writeNumberProperty("start", word.start());
            json.writeNumberProperty("end", word.end());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void language(JsonGenerator json, boolean unsupported) {
        if (unsupported) {
            json.writeStringProperty("language", "unsupported");
        }
    }

    private static void scores(JsonGenerator json, Map<String, Double> scores) {
        json.writeObjectPropertyStart("scores");
        for (Map.Entry<String, Double> score : scores.entrySet()) {
            number(json, score.getKey(), score.getValue());
        }
        json.writeEndObject();
    }

    private static void classification(JsonGenerator json, Said<Classification> said) {
        Classification classification = said.answer();
        json.writeObjectPropertyStart("classification");
        json.writeStringProperty("label", classification.label().orElse(Classification.NONE));
        number(json, "score", classification.score());
        classification.labels().ifPresent(labels -> {
            json.writeArrayPropertyStart("labels");
            labels.forEach(json::writeString);
            json.writeEndArray();
        });
        scores(json, classification.scores());
        language(json, classification.unsupportedLanguage());
        json.writeStringProperty("model", said.model());
        json.writeEndObject();
    }

    private static void embedding(JsonGenerator json, Said<Embedding> said) {
        json.writeObjectPropertyStart("embedding");
        json.writeArrayPropertyStart("values");
        said.answer().values().forEach(value -> json.writeNumber(rounded(value)));
        json.writeEndArray();
        json.writeStringProperty("model", said.model());
        json.writeEndObject();
    }

    private static void generation(JsonGenerator json, Said<Writing> said) {
        Generated generated = said.answer().generated();
        json.writeObjectPropertyStart("generation");
        if (said.answer().json()) {
            json.writeName("value");
            json.writeRawValue(generated.text());
        } else {
            json.writeStringProperty("text", generated.text());
        }
        json.writeStringProperty("finish", Choice.name(generated.finish()));
        json.writeNumberProperty("prompt_tokens", generated.promptTokens());
        json.writeNumberProperty("tokens", generated.tokens());
        generated.cutAt().ifPresent(at -> json.writeNumberProperty("cut_at", at));
        json.writeStringProperty("model", said.model());
        json.writeEndObject();
    }

    private static void extraction(JsonGenerator json, Said<Extraction> said) {
        json.writeObjectPropertyStart("extraction");
        said.answer().intent().ifPresent(intent -> intent(json, intent));
        json.writeArrayPropertyStart("fields");
        said.answer().fields().forEach(field -> field(json, field));
        json.writeEndArray();
        language(json, said.answer().unsupportedLanguage());
        json.writeStringProperty("model", said.model());
        json.writeEndObject();
    }

    private static void intent(JsonGenerator json, Intent intent) {
        json.writeObjectPropertyStart("intent");
        json.writeStringProperty("name", intent.name());
        number(json, "confidence", intent.confidence());
        json.writeEndObject();
    }

    private static void field(JsonGenerator json, Field field) {
        json.writeStartObject();
        json.writeStringProperty("group", field.group());
        json.writeStringProperty("type", field.type());
        json.writeStringProperty("text", field.text());
        json.writeNumberProperty("start", field.start());
        json.writeNumberProperty("end", field.end());
        field.value().ifPresent(value -> json.writeStringProperty("value", value));
        number(json, "score", field.score());
        json.writeStringProperty("by", Choice.name(field.by()));
        json.writeEndObject();
    }

    /// Written out as 0.00001, not as 1.0E-5: small devices' parsers know no exponents.
    private static String rounded(double score) {
        return BigDecimal.valueOf(Math.round(score * SCORE_STEPS), SCORE_DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void number(JsonGenerator json, String name, double score) {
        json.writeName(name);
        json.writeNumber(rounded(score));
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / MICROS) / MICROS;
    }
}
