// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer as a person reads it. Immutable.
///
/// @param tone how it should look
/// @param word the first word: the verdict, the intent, the reason
/// @param details the rest: flagged labels with scores and what else decided, or fields with their values
public record AnswerView(Tone tone, String word, String details) {
    private static final JsonMapper JSON = new JsonMapper();

    /// How an answer should look.
    public enum Tone {
        GOOD,
        DOUBTFUL,
        BAD,
        NEUTRAL
    }

    /// Reads a result, as a device would.
    ///
    /// @throws IllegalArgumentException when the payload is no result
    public static AnswerView ofResult(byte[] payload) {
        try {
            return view(JSON.readTree(payload));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a result: " + e.getOriginalMessage(), e);
        }
    }

    private static AnswerView view(JsonNode result) {
        JsonNode moderation = result.path("moderation");
        JsonNode extraction = result.path("extraction");
        if (moderation.isObject()) {
            return moderation(moderation);
        }
        if (extraction.isObject()) {
            return extraction(extraction);
        }
        JsonNode generation = result.path("generation");
        if (generation.isObject()) {
            return generation(generation);
        }
        throw new IllegalArgumentException("a result without moderation, extraction and generation");
    }

    private static AnswerView generation(JsonNode generation) {
        JsonNode value = generation.path("value");
        if (!value.isObject()) {
            String text = value.isMissingNode() ? generation.path("text").asString("") : value.toString();
            return new AnswerView(Tone.NEUTRAL, "writes", text);
        }
        List<String> members = new ArrayList<>();
        value.propertyStream().forEach(member -> {
            String text = member.getValue().isString()
                    ? member.getValue().asString()
                    : member.getValue().toString();
            members.add(member.getKey() + " " + text);
        });
        return new AnswerView(Tone.NEUTRAL, "JSON", String.join(" · ", members));
    }

    /// Shows a dead letter.
    public static AnswerView ofDeadLetter(String reason, String detail) {
        return new AnswerView(Tone.BAD, "dead letter", reason + ": " + detail);
    }

    private static AnswerView moderation(JsonNode moderation) {
        String verdict = moderation.path("verdict").asString();
        if (verdict.isEmpty()) {
            throw new IllegalArgumentException("a moderation without a verdict");
        }
        List<String> why = new ArrayList<>();
        for (JsonNode label : moderation.path("flagged")) {
            double score = moderation.path("scores").path(label.asString()).asDouble();
            why.add(label.asString() + String.format(Locale.ROOT, " %.2f", score));
        }
        for (JsonNode word : moderation.path("words")) {
            why.add(word.path("list").asString() + " list: " + word.path("term").asString());
        }
        addLanguage(moderation, why);
        Tone tone = switch (verdict) {
            case "allow" -> Tone.GOOD;
            case "review" -> Tone.DOUBTFUL;
            default -> Tone.BAD;
        };
        return new AnswerView(tone, verdict, String.join(", ", why));
    }

    /// Without it a verdict of a text that nobody read would stand there without a reason.
    private static void addLanguage(JsonNode step, List<String> details) {
        String language = step.path("language").asString("");
        if (!language.isEmpty()) {
            details.add("language " + language);
        }
    }

    private static AnswerView extraction(JsonNode extraction) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : extraction.path("fields")) {
            String value = field.path("value").asString("");
            String text = field.path("text").asString();
            String shown = value.isEmpty() || value.equals(text) ? text : text + " = " + value;
            fields.add(field.path("type").asString() + " " + shown);
        }
        String intent = extraction.path("intent").path("name").asString("");
        String word = intent.isEmpty() ? fields.size() + (fields.size() == 1 ? " field" : " fields") : intent;
        addLanguage(extraction, fields);
        return new AnswerView(Tone.NEUTRAL, word, String.join(" · ", fields));
    }
}
