// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.answer.AnswerJson.Envelope;
import io.edgewise.inference.rule.WordHit;
import io.edgewise.inference.rule.WordList;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Field.By;
import io.edgewise.inference.task.Intent;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The bytes that others read.
class AnswerJsonTest {
    private static final Cost COST = new Cost(14, 1, Duration.ofNanos(400_499), Duration.ofNanos(2_100_500));
    private static final Envelope ENVELOPE =
            new Envelope("f3a1", "lobby-chat", "terminals/7/text", Instant.parse("2026-11-22T10:00:00.123987Z"));

    @Test
    void aModerationStandsInItsEnvelope() {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("toxic", 0.969_449);
        scores.put("insult", 0.91);
        Answer answer = Answer.NOTHING.with(
                new Moderation(Verdict.BLOCK, List.of("toxic", "insult"), scores), "moderation@1.0.0", COST);

        assertThat(text(AnswerJson.result(ENVELOPE, answer)))
                .isEqualTo("{\"id\":\"f3a1\",\"route\":\"lobby-chat\",\"source\":\"terminals/7/text\","
                        + "\"at\":\"2026-11-22T10:00:00.123Z\","
                        + "\"moderation\":{\"verdict\":\"block\",\"flagged\":[\"toxic\",\"insult\"],"
                        + "\"scores\":{\"toxic\":0.96945,\"insult\":0.91},\"model\":\"moderation@1.0.0\"},"
                        + "\"tokens\":14,\"windows\":1,\"took\":{\"queue_ms\":0.4,\"infer_ms\":2.101}}");
    }

    @Test
    void aModerationTellsTheWordsThatItWasAbout() {
        Answer answer = Answer.NOTHING.with(
                new Moderation(
                        Verdict.BLOCK,
                        List.of(),
                        Map.of(),
                        List.of(new WordHit(WordList.BLOCK, "idiot", "1diot", 4, 9))),
                "moderation@1.0.0",
                COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .startsWith("{\"moderation\":{\"verdict\":\"block\",\"flagged\":[],\"scores\":{},\"words\":[{"
                        + "\"list\":\"block\",\"term\":\"idiot\",\"text\":\"1diot\",\"start\":4,\"end\":9}],"
                        + "\"model\":\"moderation@1.0.0\"},");
    }

    @Test
    void anExtractionHasIntentAndFieldsByPlace() {
        Field pump = new Field("maintenance", "EQUIPMENT", "pump 3", 4, 10, Optional.empty(), 0.97, By.MODEL);
        Field phone = new Field("pattern", "PHONE", "555-0134", 40, 48, Optional.of("+1-555-0134"), 1, By.PATTERN);
        Answer answer = Answer.NOTHING.with(
                new Extraction(Optional.of(new Intent("alarm_set", 0.93)), List.of(pump, phone)),
                "extraction@1.0.0",
                COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .isEqualTo("{\"extraction\":{\"intent\":{\"name\":\"alarm_set\",\"confidence\":0.93},\"fields\":["
                        + "{\"group\":\"maintenance\",\"type\":\"EQUIPMENT\",\"text\":\"pump 3\",\"start\":4,\"end\":10,"
                        + "\"score\":0.97,\"by\":\"model\"},"
                        + "{\"group\":\"pattern\",\"type\":\"PHONE\",\"text\":\"555-0134\",\"start\":40,\"end\":48,"
                        + "\"value\":\"+1-555-0134\",\"score\":1,\"by\":\"pattern\"}],\"model\":\"extraction@1.0.0\"},"
                        + "\"tokens\":14,\"windows\":1,\"took\":{\"queue_ms\":0.4,\"infer_ms\":2.101}}");
    }

    @Test
    void aClassificationHasItsLabelAndEveryScore() {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("false", 0.25);
        scores.put("true", 0.75);
        Answer answer = Answer.NOTHING.with(
                new Classification(Optional.of("true"), 0.75, Optional.empty(), scores), "spam@1.0.0", COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .startsWith("{\"classification\":{\"label\":\"true\",\"score\":0.75,"
                        + "\"scores\":{\"false\":0.25,\"true\":0.75},\"model\":\"spam@1.0.0\"},\"tokens\":14,");
    }

    @Test
    void labelsThatDoNotExcludeEachOtherAreListedAndNoneOfThemIsNone() {
        Answer answer = Answer.NOTHING.with(
                new Classification(Optional.empty(), 0.25, Optional.of(List.of()), Map.of("urgent", 0.25)),
                "topics@1.0.0",
                COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .startsWith("{\"classification\":{\"label\":\"none\",\"score\":0.25,\"labels\":[],"
                        + "\"scores\":{\"urgent\":0.25},\"model\":\"topics@1.0.0\"},");
    }

    @Test
    void anEmbeddingIsItsNumbers() {
        Answer answer = Answer.NOTHING.with(new Embedding(List.of(0.5f, -0.123456f, 0f)), "sentences@1.0.0", COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .startsWith("{\"embedding\":{\"values\":[0.5,-0.12346,0],\"model\":\"sentences@1.0.0\"},");
    }

    @Test
    void nothingFoundIsAnEmptyListNotAMissingOne() {
        Answer answer = Answer.NOTHING.with(new Extraction(Optional.empty(), List.of()), "extraction@1.0.0", COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .startsWith("{\"extraction\":{\"fields\":[],\"model\":\"extraction@1.0.0\"},");
    }

    @Test
    void moderationStandsFirstWhateverTheOrderOfTheSteps() {
        Answer answer = Answer.NOTHING
                .with(new Extraction(Optional.empty(), List.of()), "extraction@1.0.0", COST)
                .with(new Moderation(Verdict.ALLOW, List.of(), Map.of()), "moderation@1.0.0", COST);

        assertThat(text(AnswerJson.answer(Optional.empty(), Optional.empty(), answer)))
                .matches("\\{\"moderation\":.*\"extraction\":.*\"tokens\":28,\"windows\":2,.*");
    }

    @Test
    void aLineOfAFileKeepsItsIdAndIfWantedItsText() {
        assertThat(text(AnswerJson.answer(Optional.of("7"), Optional.empty(), Answer.NOTHING)))
                .startsWith("{\"id\":7,\"tokens\":0,");
        assertThat(text(AnswerJson.answer(Optional.of("\"7\""), Optional.of("hello"), Answer.NOTHING)))
                .startsWith("{\"id\":\"7\",\"text\":\"hello\",\"tokens\":0,");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "0.5, 0.5",
        "0.00001, 0.00001",
        "0.000004, 0",
        "0.0000051, 0.00001",
        "1e-300, 0",
        "0.999994, 0.99999",
        "0.999996, 1",
    })
    void scoresHaveFiveDecimalsAndNeverAnExponent(double score, String written) {
        Answer answer = Answer.NOTHING.with(
                new Moderation(Verdict.ALLOW, List.of(), Map.of("toxic", score)), "moderation@1.0.0", COST);

        assertThat(text(AnswerJson.result(ENVELOPE, answer))).contains("\"scores\":{\"toxic\":" + written + "}");
    }

    @ParameterizedTest
    @CsvSource({"499, 0.0", "1500, 0.002", "1000000, 1.0", "60000000000, 60000.0", "100000, 0.1"})
    void timesAreMillisecondsWithThreeDecimals(long nanos, String written) {
        Cost cost = new Cost(1, 1, Duration.ofNanos(nanos), Duration.ZERO);
        Answer answer = Answer.NOTHING.with(new Extraction(Optional.empty(), List.of()), "extraction@1.0.0", cost);

        assertThat(text(AnswerJson.result(ENVELOPE, answer))).contains("\"queue_ms\":" + written + ",");
    }

    @Test
    void whatPeopleWroteSurvivesAsItIs() {
        String odd = "quote \" slash \\ line\n tab\t nul\u0000 \u20ac \uD83D\uDE00 \u2028";
        Field field = new Field("g", "T", odd, 0, odd.length(), Optional.of(odd), 1, By.PATTERN);
        byte[] json = AnswerJson.result(
                new Envelope(odd, "r", odd, Instant.EPOCH),
                Answer.NOTHING.with(new Extraction(Optional.empty(), List.of(field)), "extraction@1.0.0", COST));

        var read = JsonMapper.shared().readTree(text(json));
        assertThat(read.path("id").asString()).isEqualTo(odd);
        assertThat(read.path("source").asString()).isEqualTo(odd);
        assertThat(read.at("/extraction/fields/0/text").asString()).isEqualTo(odd);
        assertThat(read.at("/extraction/fields/0/value").asString()).isEqualTo(odd);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
