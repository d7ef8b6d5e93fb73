// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.answer.AnswerJson;
import io.edgewise.gateway.answer.AnswerJson.Envelope;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultSchemaTest {
    private static final PublishedSchema SCHEMA = PublishedSchema.strict("result");
    private static final Envelope ENVELOPE =
            new Envelope("order 7", "chat", "terminals/7/text", Instant.parse("2026-11-22T10:00:00.123456Z"));
    private static final Cost COST = new Cost(14, 2, Duration.ofNanos(400_499), Duration.ofMillis(2));

    @TempDir
    private Path state;

    static Stream<Answer> answers() {
        Moderation moderation =
                new Moderation(Verdict.BLOCK, List.of("insult"), Map.of("toxic", 0.97, "insult", 1e-9, "threat", 1.0));
        Field byModel = new Field("maintenance", "EQUIPMENT", "pump 3", 4, 10, Optional.empty(), 0.123456789, By.MODEL);
        Field byPattern = new Field("pattern", "PHONE", "555-0134", 40, 48, Optional.of("+1-555-0134"), 1, By.PATTERN);
        Extraction extraction = new Extraction(Optional.of(new Intent("alarm_set", 0.93)), List.of(byModel, byPattern));
        return Stream.of(
                Answer.NOTHING.with(moderation, "moderation@1.0.0", COST),
                Answer.NOTHING.with(
                        new Moderation(
                                Verdict.BLOCK,
                                List.of(),
                                Map.of(),
                                List.of(new WordHit(WordList.BLOCK, "idiot", "1diot", 4, 9))),
                        "moderation@1.0.0",
                        COST),
                Answer.NOTHING.with(
                        new Extraction(
                                Optional.empty(),
                                List.of(new Field(
                                        "site", "ASSET", "p3", 0, 2, Optional.of("Pump 3"), 0.8, By.GAZETTEER))),
                        "extraction@1.0.0",
                        COST),
                Answer.NOTHING.with(extraction, "extraction@1.0.0", COST),
                Answer.NOTHING.with(new Extraction(Optional.empty(), List.of()), "extraction@1.0.0", COST),
                Answer.NOTHING.with(moderation, "moderation@1.0.0", COST).with(extraction, "extraction@1.0.0", COST),
                Answer.NOTHING.with(
                        new Classification(Optional.of("true"), 0.75, Optional.empty(), Map.of("true", 0.75)),
                        "spam@1.0.0",
                        COST),
                Answer.NOTHING.with(
                        new Classification(Optional.empty(), 0, Optional.of(List.of("a")), Map.of("a", 0.75)),
                        "topics@1.0.0",
                        COST),
                Answer.NOTHING.with(
                        new Moderation(Verdict.REVIEW, List.of(), Map.of(), List.of(), true), "moderation@1.0.0", COST),
                Answer.NOTHING.with(
                        new Extraction(Optional.of(Intent.NONE), List.of(), true), "extraction@1.0.0", COST),
                Answer.NOTHING.with(
                        new Classification(Optional.empty(), 0, Optional.of(List.of()), Map.of(), true),
                        "topics@1.0.0",
                        COST),
                Answer.NOTHING.with(new Embedding(List.of(-1f, 0.5f)), "sentences@1.0.0", COST));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatIsWrittenFollowsTheSchema(Answer answer) {
        assertThat(SCHEMA.errors(AnswerJson.result(ENVELOPE, answer))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictIsDescribed(Verdict verdict) {
        Answer answer = Answer.NOTHING.with(new Moderation(verdict, List.of(), Map.of()), "moderation@1.0.0", COST);

        assertThat(SCHEMA.errors(AnswerJson.result(ENVELOPE, answer))).isEmpty();
    }

    @Test
    void whatARoutePublishesFollowsTheSchema() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat().moderatesAndExtracts(), state);
        driver.receive(FakeInConnection.first("a"), Publishes.text(1, "a bad day"));
        driver.answerAll();

        assertThat(driver.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(SCHEMA.errors(result.payload().bytes())).isEmpty());
    }

    /// A piece of a right result and what it is replaced with.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":\"order 7\"=>\"id\":7",
                "\"id\":\"order 7\",=>",
                "\"route\":\"chat\",=>",
                "\"source\":\"terminals/7/text\",=>",
                "2026-11-22T10:00:00.123Z=>22 November 2026",
                "2026-11-22T10:00:00.123Z=>2026-13-22T10:00:00.123Z",
                "2026-11-22T10:00:00.123Z=>2026-11-22T10:00:00+01:00",
                "\"verdict\":\"block\"=>\"verdict\":\"BLOCK\"",
                "[\"insult\"]=>\"insult\"",
                "\"insult\":1=>\"insult\":1.1",
                "\"by\":\"model\"=>\"by\":\"MODEL\"",
                "\"start\":4,=>",
                "\"start\":4=>\"start\":-1",
                "\"confidence\":0.93=>\"confidence\":\"0.93\"",
                "\"model\":\"extraction@1.0.0\"=>\"model\":\"extraction\"",
                "\"tokens\":28=>\"tokens\":2.5",
                "\"queue_ms\":=>\"queue\":",
                "\"windows\":4=>\"windows\":4,\"more\":1",
            })
    void anythingElseDoesNot(String change) {
        String right = new String(AnswerJson.result(ENVELOPE, both()), StandardCharsets.UTF_8);
        String[] parts = change.split("=>", -1);
        assertThat(right).contains(parts[0]);

        assertThat(SCHEMA.errors(right.replace(parts[0], parts[1]))).isNotEmpty();
    }

    @Test
    void aResultWithoutAnAnswerIsNone() {
        assertThat(SCHEMA.errors(AnswerJson.result(ENVELOPE, Answer.NOTHING))).isNotEmpty();
    }

    @Test
    void othersMayMeetNewMembers() {
        String right = new String(AnswerJson.result(ENVELOPE, both()), StandardCharsets.UTF_8);

        assertThat(PublishedSchema.of("result").errors(right.replace("\"windows\":4", "\"windows\":4,\"more\":1")))
                .isEmpty();
    }

    @Test
    void aLanguageIsUnsupportedOrNotSpokenOf() {
        String right = new String(
                AnswerJson.result(
                        ENVELOPE,
                        Answer.NOTHING.with(
                                new Moderation(Verdict.REVIEW, List.of(), Map.of(), List.of(), true),
                                "moderation@1.0.0",
                                COST)),
                StandardCharsets.UTF_8);

        assertThat(right).contains("\"language\":\"unsupported\"");
        assertThat(SCHEMA.errors(right.replace("\"unsupported\"", "\"de\""))).isNotEmpty();
    }

    private static Answer both() {
        return Answer.NOTHING
                .with(new Moderation(Verdict.BLOCK, List.of("insult"), Map.of("insult", 1.0)), "moderation@1.0.0", COST)
                .with(
                        new Extraction(
                                Optional.of(new Intent("alarm_set", 0.93)),
                                List.of(new Field("g", "T", "pump 3", 4, 10, Optional.empty(), 0.5, By.MODEL))),
                        "extraction@1.0.0",
                        COST);
    }
}
