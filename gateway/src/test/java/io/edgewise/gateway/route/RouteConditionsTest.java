// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.config.StepCondition;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Intent;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.Verdict;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps that are taken for one text and left out for the next.
class RouteConditionsTest {
    private static final Cost NOTHING = new Cost(0, 0, Duration.ZERO, Duration.ZERO);
    private static final Set<String> NONE = Set.of();

    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver() {
        return PipelineDriver.of(Routes.chat().extractsWhat(Verdict.ALLOW), state);
    }

    private static String json(OutgoingPublish result) {
        return new String(result.payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aStepIsTakenWhenItsConditionHolds() {
        PipelineDriver driver = driver();
        driver.receive(connection, text(1, "hello"));
        driver.answerAll();

        assertThat(json(driver.results().getFirst())).contains("\"moderation\"", "\"extraction\"");
    }

    @Test
    void andLeftOutElse() {
        PipelineDriver driver = driver();
        driver.receive(connection, text(1, "bad"));
        driver.answerAll();

        assertThat(json(driver.results().getFirst())).contains("\"block\"").doesNotContain("\"extraction\"");
        assertThat(driver.inference().texts()).containsExactly("bad");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void aResultDoesNotOvertakeAnotherOfItsTopicByLeavingAStepOut() {
        PipelineDriver driver = driver();
        driver.receive(connection, text(1, "one"));
        driver.receive(connection, text(2, "bad two"));
        driver.answer(0); // the first goes on to extraction
        driver.answer(0); // the second is done
        assertThat(driver.results()).isEmpty();

        driver.answerAll();

        assertThat(driver.results())
                .extracting(RouteConditionsTest::json)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"extraction\""),
                        second -> assertThat(second).contains("\"block\""));
    }

    @Test
    void othersOfAnotherTopicMay() {
        PipelineDriver driver = driver();
        driver.receive(connection, on("terminals/7/text", 1, "one"));
        driver.receive(connection, on("terminals/8/text", 2, "bad two"));
        driver.answer(0);
        driver.answer(0);

        assertThat(driver.results())
                .singleElement()
                .satisfies(result -> assertThat(result.topic().value()).isEqualTo("moderation/8"));
    }

    @Test
    @ExpectLog("a message became a dead letter: the model failed on it")
    void oneThatFailsHoldsNobodyUp() {
        PipelineDriver driver = driver();
        driver.receive(connection, text(1, "one"));
        driver.receive(connection, text(2, "bad two"));
        driver.answer(0);
        driver.answer(0);

        driver.inference().fail(0, new IllegalStateException("no"));
        driver.run();

        assertThat(driver.metrics().deadLetterReasons()).containsExactly(DeadLetterReason.POISON);
        assertThat(driver.results()).hasSize(1);
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void whatWaitsForItsTurnBeyondTheDeadlineIsADeadLetter() {
        PipelineDriver driver =
                PipelineDriver.of(Routes.chat().extractsWhat(Verdict.ALLOW).deadline(Duration.ofSeconds(2)), state);
        driver.receive(connection, text(1, "one"));
        driver.answer(0);
        driver.receive(connection, text(2, "bad two"));
        driver.answer(1);
        driver.advance(Duration.ofSeconds(3));

        driver.answerAll();

        assertThat(driver.metrics().deadLetterReasons())
                .containsExactly(DeadLetterReason.DEADLINE, DeadLetterReason.DEADLINE);
        assertThat(driver.results()).isEmpty();
    }

    private static Answer moderated(Verdict verdict, double insult) {
        return Answer.NOTHING.with(new Moderation(verdict, List.of(), Map.of("insult", insult)), "m@1", NOTHING);
    }

    private static Answer extracted(String intent, String type) {
        Field field = new Field("pattern", type, "x", 0, 1, Optional.empty(), 1, Field.By.PATTERN);
        return Answer.NOTHING.with(
                new Extraction(Optional.of(new Intent(intent, 0.9)), List.of(field)), "e@1", NOTHING);
    }

    private static Answer classified(Optional<String> label, Optional<List<String>> labels) {
        return Answer.NOTHING.with(new Classification(label, 0.7, labels, Map.of("order", 0.7)), "c@1", NOTHING);
    }

    @Test
    void aScoreHoldsFromItsLeastOn() {
        StepCondition when = new StepCondition(Set.of(), Map.of("insult", 0.5), NONE, NONE, NONE);

        assertThat(Conditions.hold(when, moderated(Verdict.ALLOW, 0.5))).isTrue();
        assertThat(Conditions.hold(when, moderated(Verdict.ALLOW, 0.49))).isFalse();
        assertThat(Conditions.hold(when, Answer.NOTHING)).isFalse();
    }

    @Test
    void aVerdictIsOneOfThose() {
        StepCondition when = new StepCondition(Set.of(Verdict.REVIEW, Verdict.BLOCK), Map.of(), NONE, NONE, NONE);

        assertThat(Conditions.hold(when, moderated(Verdict.BLOCK, 0))).isTrue();
        assertThat(Conditions.hold(when, moderated(Verdict.ALLOW, 0))).isFalse();
        assertThat(Conditions.hold(when, Answer.NOTHING)).isFalse();
    }

    @Test
    void intentAndFieldMustBothHold() {
        StepCondition when = new StepCondition(Set.of(), Map.of(), Set.of("call"), NONE, Set.of("PHONE", "EMAIL"));

        assertThat(Conditions.hold(when, extracted("call", "EMAIL"))).isTrue();
        assertThat(Conditions.hold(when, extracted("call", "URL"))).isFalse();
        assertThat(Conditions.hold(when, extracted("play", "PHONE"))).isFalse();
    }

    @Test
    void aClassIsTheLikeliestOrOneOfSeveral() {
        StepCondition when = new StepCondition(Set.of(), Map.of(), NONE, Set.of("order"), NONE);

        assertThat(Conditions.hold(when, classified(Optional.of("order"), Optional.empty())))
                .isTrue();
        assertThat(Conditions.hold(when, classified(Optional.empty(), Optional.of(List.of("spam", "order")))))
                .isTrue();
        assertThat(Conditions.hold(when, classified(Optional.of("spam"), Optional.empty())))
                .isFalse();
    }
}
