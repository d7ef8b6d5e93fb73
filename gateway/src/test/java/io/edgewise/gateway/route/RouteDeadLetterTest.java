// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.correlated;
import static io.edgewise.gateway.fake.Publishes.expiring;
import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.respondingTo;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.typed;
import static io.edgewise.gateway.fake.Publishes.user;
import static io.edgewise.gateway.fake.Publishes.withPayload;
import static io.edgewise.gateway.fake.Publishes.withUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.task.Verdict;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every message that can't be answered becomes a dead letter with the reason, and is acknowledged then;
/// none blocks the route for ever.
class RouteDeadLetterTest {
    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver(Routes route) {
        return PipelineDriver.of(route, state);
    }

    private static void assertDeadLetter(PipelineDriver driver, Publish input, String reason, String detail) {
        assertThat(driver.results()).isEmpty();
        assertThat(driver.deadLetters()).hasSize(1);
        OutgoingPublish letter = driver.deadLetters().getFirst();
        assertThat(letter.topic().value()).isEqualTo("edgewise/pi/dead-letter/chat");
        assertThat(letter.payload()).isEqualTo(input.payload());
        assertThat(letter.retain()).isFalse();
        assertThat(user(letter, "reason")).containsExactly(reason);
        assertThat(user(letter, "detail")).containsExactly(detail);
        assertThat(user(letter, "source-topic")).containsExactly(input.topic().value());
        assertThat(driver.metrics().deadLetterReasons())
                .extracting(DeadLetterReason::label)
                .containsExactly(reason);
    }

    @Test
    void malformed() {
        PipelineDriver driver = driver(Routes.chat());
        Publish input = withPayload(text(1, ""), new byte[] {'h', 'i', (byte) 0xC3});

        driver.receive(connection, input);

        assertDeadLetter(driver, input, "malformed", "the payload is not UTF-8: 0xC3 can't stand here (byte 2)");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void noText() {
        PipelineDriver driver = driver(Routes.chat());

        driver.receive(connection, text(1, " "));

        assertDeadLetter(driver, text(1, " "), "no-text", "the payload is only white space");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void tooLarge() {
        PipelineDriver driver = driver(Routes.chat().maxPayload(10));

        driver.receive(connection, text(1, "eleven char"));

        assertDeadLetter(
                driver,
                text(1, "eleven char"),
                "too-large",
                "the payload has 11 bytes, the route takes at most 10 (max-payload)");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void asLargeAsTheRouteTakesIsNotTooLarge() {
        PipelineDriver driver = driver(Routes.chat().maxPayload(10));

        driver.receive(connection, text(1, "ten chars!"));

        assertThat(driver.inference().texts()).containsExactly("ten chars!");
    }

    @Test
    void expiredBeforeItsTurn() {
        PipelineDriver driver = driver(Routes.chat().window(1));
        Publish input = expiring(text(2, "late"), Duration.ofSeconds(2));
        driver.receive(connection, List.of(text(1, "first"), input));

        driver.advance(Duration.ofSeconds(2));
        driver.answer(0);

        assertThat(driver.inference().texts()).containsExactly("first");
        assertThat(user(driver.deadLetters().getFirst(), "reason")).containsExactly("expired");
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void expiredWhileItWaitedForTheModel() {
        PipelineDriver driver = driver(Routes.chat());
        Publish input = expiring(text(1, "late"), Duration.ofSeconds(2));
        driver.receive(connection, input);

        driver.advance(Duration.ofSeconds(2));
        driver.inference().expire(0);
        driver.run();

        assertDeadLetter(driver, input, "expired", "its Message Expiry Interval passed; 2000 ms since it was received");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void anAnswerThatComesAfterTheExpiryIsNotPublished() {
        PipelineDriver driver = driver(Routes.chat());
        Publish input = expiring(text(1, "late"), Duration.ofSeconds(2));
        driver.receive(connection, input);

        driver.advance(Duration.ofMillis(2001));
        driver.answer(0);

        assertDeadLetter(driver, input, "expired", "its Message Expiry Interval passed; 2001 ms since it was received");
    }

    @Test
    void deadline() {
        PipelineDriver driver = driver(Routes.chat().deadline(Duration.ofSeconds(1)));
        driver.receive(connection, text(1, "late"));

        driver.advance(Duration.ofSeconds(1));
        driver.answer(0);

        assertDeadLetter(
                driver,
                text(1, "late"),
                "deadline",
                "the route's deadline of 1000 ms passed; 1000 ms since it was received");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void theDeadlineAlsoEndsAMessageBetweenTwoSteps() {
        PipelineDriver driver = driver(Routes.chat().moderatesAndExtracts().deadline(Duration.ofSeconds(1)));
        driver.receive(connection, text(1, "late"));
        driver.advance(Duration.ofSeconds(1));

        driver.answer(0);

        assertThat(driver.inference().waiting()).isEmpty();
        assertThat(driver.metrics().deadLetterReasons()).containsExactly(DeadLetterReason.DEADLINE);
    }

    @Test
    void settingTheClockExpiresNothing() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, text(1, "hello"));
        driver.clock().set(driver.clock().instant().plus(Duration.ofDays(365)));

        driver.answer(0);

        assertThat(driver.results()).hasSize(1);
    }

    @Test
    @ExpectLog("a message became a dead letter: the model failed on it")
    void poison() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, text(1, "kills the model"));

        driver.inference().fail(0, new InferenceException("invoke failed"));
        driver.run();

        assertDeadLetter(driver, text(1, "kills the model"), "poison", "the model failed on this text: invoke failed");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void aRefusedResultBecomesADeadLetter() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactTo("moderation/", Reaction.REFUSE);
        driver.receive(connection, text(1, "hello"));

        driver.answer(0);

        assertDeadLetter(driver, text(1, "hello"), "refused", "not authorized (0x87)");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void aRefusedForwardBecomesADeadLetterThoughTheResultWasAccepted() {
        PipelineDriver driver = driver(Routes.chat().forward(Verdict.ALLOW, "chat/{1}/clean"));
        driver.out().reactTo("chat/", Reaction.REFUSE);
        driver.receive(connection, text(1, "hello"));

        driver.answer(0);

        assertThat(driver.results()).hasSize(1);
        assertThat(user(driver.deadLetters().getFirst(), "reason")).containsExactly("refused");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void acksOnlyAfterTheDeadLettersPuback() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, text(1, ""));
        assertThat(connection.acknowledged()).isEmpty();

        driver.settle(Reaction.ACCEPT);

        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void anAnswerWithoutATopicBecomesADeadLetter() {
        PipelineDriver driver = driver(Routes.chat().from("terminals/#").to("{1}"));
        driver.receive(connection, on("terminals", 1, "hello"));

        driver.answer(0);

        assertDeadLetter(
                driver,
                on("terminals", 1, "hello"),
                "refused",
                "no topic for the answer: topic name \"\": a Topic Name has at least one character");
    }

    @Test
    void aMessageOfAnOlderSubscriptionBecomesADeadLetter() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, on("sensors/1", 1, "hello"));

        assertDeadLetter(
                driver,
                on("sensors/1", 1, "hello"),
                "refused",
                "the topic does not match terminals/+/text: the broker has an older subscription in this session");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void keepsWhatTheSenderSaidAndReplacesWhatIsOurs() {
        PipelineDriver driver = driver(Routes.chat());
        Publish input = withUser(typed(correlated(text(1, " "), "c-1"), "text/plain"), "shift", "night");
        input = withUser(input, "edgewise-key", "forged");
        input = withUser(input, "reason", "of an earlier dead letter");
        input = expiring(respondingTo(input, "replies/7"), Duration.ofSeconds(5));

        driver.receive(connection, input);

        OutgoingPublish letter = driver.deadLetters().getFirst();
        assertThat(user(letter, "shift")).containsExactly("night");
        assertThat(user(letter, "edgewise-key")).isEmpty();
        assertThat(user(letter, "reason")).containsExactly("no-text");
        assertThat(letter.properties().contentType()).hasValue("text/plain");
        assertThat(letter.properties().utf8()).isTrue();
        assertThat(letter.properties().correlationData())
                .hasValue(ByteBuffer.wrap("c-1".getBytes(StandardCharsets.UTF_8)));
        assertThat(letter.properties().messageExpiry()).isEmpty();
        assertThat(letter.properties().responseTopic()).isEmpty();
    }

    @Test
    @ExpectLog("the broker refused a dead letter (not authorized (0x87)); it was written to the state folder")
    void aRefusedDeadLetterGoesToTheFileAndThenTheMessageIsAcked() throws IOException {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.REFUSE);

        driver.receive(connection, text(1, " "));

        assertThat(connection.acknowledged()).containsExactly(1);
        List<String> lines = Files.readAllLines(state.resolve("dead-letters.jsonl"));
        assertThat(lines).hasSize(1);
        JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(line.path("at").asString()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(line.path("topic").asString()).isEqualTo("edgewise/pi/dead-letter/chat");
        assertThat(line.path("payload").asString()).isEqualTo("IA==");
    }

    @Test
    @ExpectLog("a dead letter could neither be published (not authorized (0x87)) nor written to the state folder")
    @ExpectLog("the broker refused a dead letter (not authorized (0x87)); it was written to the state folder")
    void aDeadLetterThatCanNotBeSavedIsTriedAgainAndHoldsOnlyTheAcksBehindIt() throws IOException {
        Path blocked = state.resolve("a file where the folder should be");
        Files.writeString(blocked, "");
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), blocked);
        driver.out().reactTo("edgewise/", Reaction.REFUSE);
        driver.receive(connection, List.of(text(1, "before"), text(2, " "), text(3, "behind")));

        driver.answerAll();
        assertThat(driver.results()).hasSize(2);
        assertThat(connection.acknowledged()).containsExactly(1);

        driver.receive(connection, text(4, "later"));
        driver.answerAll();
        assertThat(driver.results()).hasSize(3);
        assertThat(connection.acknowledged()).containsExactly(1);

        Files.delete(blocked);
        driver.advance(Duration.ofSeconds(10));
        assertThat(connection.acknowledged()).containsExactly(1, 2, 3, 4);
        assertThat(blocked.resolve("dead-letters.jsonl")).isNotEmptyFile();
    }

    @Test
    @ExpectLog("internal error in route chat")
    void aLongDetailIsShortened() {
        PipelineDriver driver = driver(Routes.chat());
        driver.inference().throwsAlways(new IllegalStateException("a defect ".repeat(200)));

        driver.receive(connection, text(1, "hello"));

        assertThat(Publishes.user(driver.deadLetters().getFirst(), "detail").getFirst())
                .hasSizeLessThanOrEqualTo(501)
                .endsWith("…");
    }

    @Test
    @ExpectLog("internal error in route chat")
    void aDefectOfOurOwnMakesADeadLetterAndDoesNotStopTheRoute() {
        PipelineDriver driver = driver(Routes.chat().window(1));
        driver.inference().throwsAlways(new IllegalStateException("a defect"));

        driver.receive(connection, List.of(text(1, "one"), text(2, "two")));

        assertThat(driver.deadLetters())
                .extracting(p -> user(p, "detail"))
                .containsExactly(
                        List.of("internal error: java.lang.IllegalStateException: a defect"),
                        List.of("internal error: java.lang.IllegalStateException: a defect"));
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }

    @Test
    @ExpectLog("the broker refused a dead letter (not authorized (0x87)); it was written to the state folder")
    void theFileIsWrittenOnTheEventLoopAndNotOnTheLinksThread() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, text(1, " "));

        driver.out().settle(Reaction.REFUSE);
        assertThat(state.resolve("dead-letters.jsonl")).doesNotExist();
        driver.run();

        assertThat(state.resolve("dead-letters.jsonl")).exists();
    }
}
