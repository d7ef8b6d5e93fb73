// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.correlated;
import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.respondingTo;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming.Unit;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A route that has texts written, and publishes them as they come.
class RouteGenerationTest {
    private static final String STREAM = "moderation/7/stream";
    private static final Duration EVERY = Duration.ofMillis(100);

    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver(Unit unit) {
        PipelineDriver driver = PipelineDriver.of(Routes.chat().writes(new Streaming(unit, EVERY)), state);
        driver.receive(connection, text(1, "why?"));
        return driver;
    }

    private static WritingJob job(PipelineDriver driver) {
        return driver.inference().writing().getLast();
    }

    private static void tell(PipelineDriver driver, String... parts) {
        for (String part : parts) {
            job(driver).tell(part);
        }
        driver.run();
    }

    private static void end(PipelineDriver driver, String text, Finish finish) {
        job(driver).end(written(text, finish));
        driver.run();
    }

    private static WritingOutcome written(String text, Finish finish) {
        return new WritingOutcome.Written(
                new Generated(text, finish, 9, 0, 4, 0, OptionalInt.empty()),
                "w@1.0.0",
                Duration.ZERO,
                Duration.ofMillis(9));
    }

    private static List<OutgoingPublish> results(PipelineDriver driver) {
        return driver.out().published().stream()
                .filter(publish -> publish.topic().value().equals("moderation/7"))
                .toList();
    }

    private static List<String> stream(PipelineDriver driver) {
        return driver.out().published().stream()
                .filter(publish -> publish.topic().value().equals(STREAM))
                .map(RouteGenerationTest::json)
                .toList();
    }

    private static String json(OutgoingPublish publish) {
        return new String(publish.payload().bytes(), StandardCharsets.UTF_8).replaceFirst("\"id\":\"[^\"]*\",", "");
    }

    @Test
    void partsComeAtMostOnceInAnIntervalAndTheLastHasTheDigestOfTheWhole() {
        PipelineDriver driver = driver(Unit.TOKENS);
        tell(driver, "The ", "seal");
        tell(driver, " is", " worn");
        assertThat(stream(driver)).containsExactly("{\"seq\":0,\"text\":\"The \"}");

        driver.advance(EVERY);
        assertThat(stream(driver)).last().isEqualTo("{\"seq\":1,\"text\":\"seal is worn\"}");
        tell(driver, ".");
        end(driver, "The seal is worn.", Finish.END);

        assertThat(stream(driver))
                .last()
                .isEqualTo("{\"seq\":2,\"text\":\".\",\"final\":true,\"sha256\":\"%s\"}"
                        .formatted("accf3ae6fca19698b813d6711856fcecf9089e3e26926140063ee17c5e278dc8"));
    }

    @Test
    void theResultIsOneNormalResultAndItsPubackEndsTheMessage() {
        PipelineDriver driver = driver(Unit.TOKENS);
        tell(driver, "yes");
        end(driver, "yes", Finish.END);

        assertThat(driver.results())
                .filteredOn(result -> result.topic().value().equals("moderation/7"))
                .singleElement()
                .satisfies(result ->
                        assertThat(json(result)).contains("\"generation\":{\"text\":\"yes\",\"finish\":\"end\""));
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void sentencesAreNotDivided() {
        PipelineDriver driver = driver(Unit.SENTENCES);
        tell(driver, "It is ", "worn");
        driver.advance(EVERY);
        assertThat(stream(driver)).isEmpty();
        tell(driver, ". Order");

        assertThat(stream(driver)).containsExactly("{\"seq\":0,\"text\":\"It is worn. \"}");
    }

    @Test
    void aSlowLinkGetsFewPartsAndNoQueueOfThem() {
        PipelineDriver driver = driver(Unit.TOKENS);
        driver.out().reactTo(STREAM, Reaction.HOLD);
        tell(driver, "a");
        for (int i = 0; i < 20; i++) {
            driver.advance(EVERY);
            tell(driver, "b");
        }
        assertThat(stream(driver)).hasSize(1);

        driver.settle(Reaction.ACCEPT);
        assertThat(stream(driver)).hasSize(2).last().asString().contains("b".repeat(20));
    }

    @Test
    void anAnswerThatIsWrittenAnewSaysSo() {
        PipelineDriver driver = driver(Unit.TOKENS);
        tell(driver, " ");
        end(driver, " ", Finish.END);
        assertThat(stream(driver)).last().isEqualTo("{\"seq\":1,\"again\":true}");
        end(driver, "yes", Finish.END);

        assertThat(stream(driver)).last().asString().startsWith("{\"seq\":2,\"text\":\"\",\"final\":true,\"sha256\"");
    }

    @Test
    void aStreamWithoutAResultEndsWithThat() {
        PipelineDriver driver = driver(Unit.TOKENS);
        tell(driver, "a");
        job(driver).end(new WritingOutcome.Expired());
        driver.run();

        assertThat(stream(driver)).last().isEqualTo("{\"seq\":1,\"final\":true,\"given_up\":true}");
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(user(letter, "reason")).containsExactly("deadline"));
    }

    /// Its message comes again, and is answered then.
    @Test
    void aStreamOfATextThatIsLeftToRedeliverySaysNothingOfALetter() {
        PipelineDriver driver = driver(Unit.TOKENS);
        tell(driver, "a");
        job(driver).end(new WritingOutcome.Refused("closed"));
        driver.run();

        assertThat(stream(driver)).hasSize(1);
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void anAnswerWaitsForTheOneBeforeItOfItsTopic() {
        PipelineDriver driver = driver(Unit.TOKENS);
        WritingJob first = job(driver);
        driver.receive(connection, text(2, "and how?"));
        end(driver, "second", Finish.END);
        assertThat(results(driver)).isEmpty();

        first.end(written("first", Finish.END));
        driver.run();
        assertThat(results(driver))
                .extracting(RouteGenerationTest::json)
                .satisfiesExactly(
                        json -> assertThat(json).contains("\"first\""),
                        json -> assertThat(json).contains("\"second\""));
    }

    private static void cancel(PipelineDriver driver, Publish cancel) {
        driver.pipeline().control(cancel);
        driver.run();
    }

    private static Publish cancelOf(String topic, String id) {
        return on(topic, 1, "{\"id\":\"" + id + "\"}");
    }

    private void asksWithId(PipelineDriver driver, int packetId, String id) {
        driver.receive(connection, on("terminals/7/text", packetId, "{\"id\":\"" + id + "\",\"text\":\"why?\"}"));
    }

    private PipelineDriver cancellable(Routes route) {
        return PipelineDriver.of(route.payload("json:/text"), state);
    }

    @Test
    void aSenderCancelsAnAnswerBesideItsResult() {
        PipelineDriver driver = cancellable(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(driver, 1, "a-1");
        asksWithId(driver, 2, "a-2");
        tell(driver, "a");
        cancel(driver, cancelOf("moderation/7/cancel", "a-2"));
        assertThat(driver.inference().writing())
                .extracting(WritingJob::isCancelled)
                .containsExactly(false, true);

        job(driver).end(new WritingOutcome.Cancelled());
        driver.run();
        assertThat(stream(driver)).last().isEqualTo("{\"seq\":1,\"final\":true,\"given_up\":true}");
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(user(letter, "reason")).containsExactly("cancelled"));
        assertThat(connection.acknowledged()).isEmpty(); // the first is still being written
    }

    /// Ids of two senders may be the same.
    @ParameterizedTest
    @CsvSource({"moderation/8/cancel, a-1", "moderation/7/stream, a-1", "moderation/7/cancel, a-2"})
    void nothingElseIsCancelled(String topic, String id) {
        PipelineDriver driver = cancellable(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(driver, 1, "a-1");
        cancel(driver, cancelOf(topic, id));

        assertThat(job(driver).isCancelled()).isFalse();
    }

    @ExpectLog("a message that cancels names none")
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"id\":null}", "{\"id\":\" \"}", "{\"id\":[\"a-1\"]}", "a-1"})
    void whatNamesNoMessageCancelsNone(String payload) {
        PipelineDriver driver = cancellable(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(driver, 1, "a-1");
        cancel(driver, on("moderation/7/cancel", 1, payload));

        assertThat(job(driver).isCancelled()).isFalse();
    }

    @Test
    void correlationDataNamesAMessageToo() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)), state);
        driver.receive(connection, correlated(text(1, "why?"), "c-1"));
        cancel(driver, correlated(on("moderation/7/cancel", 1, ""), "c-1"));

        assertThat(job(driver).isCancelled()).isTrue();
    }

    @Test
    void whatIsCancelledBeforeItsTurnIsNotPublished() {
        PipelineDriver driver = cancellable(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(driver, 1, "a-1");
        WritingJob first = job(driver);
        asksWithId(driver, 2, "a-2");
        end(driver, "second", Finish.END);
        cancel(driver, cancelOf("moderation/7/cancel", "a-2"));
        first.end(written("first", Finish.END));
        driver.run();

        assertThat(results(driver)).hasSize(1);
        assertThat(driver.deadLetters()).hasSize(1);
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void whatIsCancelledWhileAnotherStepReadsItIsNeverWritten() {
        PipelineDriver driver = cancellable(Routes.chat().moderatesAndWrites(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(driver, 1, "a-1");
        cancel(driver, cancelOf("moderation/7/cancel", "a-1"));
        driver.answer(0);

        assertThat(driver.inference().writing()).isEmpty();
        assertThat(driver.deadLetters()).hasSize(1);
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    private static List<String> asked(PipelineDriver driver) {
        return job(driver)
                .request(new TokenBytes(List.of(new byte[] {'a'}, new byte[0]), Set.of(1)))
                .prompt()
                .messages()
                .stream()
                .map(Message::text)
                .toList();
    }

    @Test
    void aConversationIsThatOfAResultsTopicAndIsForgottenBesideIt() {
        PipelineDriver driver = PipelineDriver.of(
                Routes.chat()
                        .converses(new Conversation(4, Duration.ofMinutes(10)))
                        .writes(new Streaming(Unit.TOKENS, EVERY)),
                state);
        driver.receive(connection, text(1, "why?"));
        end(driver, "worn", Finish.END);
        driver.receive(connection, respondingTo(text(2, "what?"), "mine"));
        assertThat(asked(driver)).containsExactly("why?", "worn", "what?");

        end(driver, "seal", Finish.END);
        driver.pipeline().control(on("moderation/8/forget", 1, ""));
        driver.receive(connection, text(3, "which?"));
        assertThat(asked(driver)).hasSize(5);

        end(driver, "that", Finish.END);
        driver.pipeline().control(on("moderation/7/forget", 1, ""));
        driver.receive(connection, text(4, "who?"));
        assertThat(asked(driver)).containsExactly("who?");
    }

    /// Where `from` ends with `#`, what is said beside a result comes with all that is said below it.
    @Test
    void whatTheRouteDoesNotAskForIsPassedOver() {
        PipelineDriver driver = PipelineDriver.of(
                Routes.chat()
                        .payload("json:/text")
                        .converses(new Conversation(4, Duration.ofMinutes(10)))
                        .writes(new Streaming(Unit.TOKENS, EVERY)),
                state);
        asksWithId(driver, 1, "a-1");
        cancel(driver, cancelOf("moderation/7/cancel", "a-1"));
        cancel(driver, on("moderation/7", 1, "not even JSON"));
        assertThat(job(driver).isCancelled()).isFalse();

        PipelineDriver other = cancellable(Routes.chat().writes(new Streaming(Unit.TOKENS, EVERY)));
        asksWithId(other, 1, "a-1");
        cancel(other, cancelOf("moderation/7", "a-1"));
        assertThat(job(other).isCancelled()).isFalse();
    }

    /// A conversation without a name would be everybody's.
    @Test
    void sendersWhoseTopicCantBeMadeHaveNoConversation() {
        PipelineDriver driver = PipelineDriver.of(
                Routes.chat()
                        .from("devices/+/ask")
                        .to("{1}/answers")
                        .converses(new Conversation(4, Duration.ofMinutes(10)))
                        .writes(new Streaming(Unit.TOKENS, EVERY)),
                state);
        driver.receive(connection, respondingTo(on("devices/$a/ask", 1, "why?"), "mine"));
        end(driver, "worn", Finish.END);
        driver.receive(connection, respondingTo(on("devices/$b/ask", 2, "what?"), "mine"));

        assertThat(asked(driver)).containsExactly("what?");
    }

    /// Beside `edgewise` are topics of the gateway's own.
    @ParameterizedTest
    @ValueSource(strings = {"edgewise", "loop"})
    void noStreamLeavesBesideATopicOfTheSenderWhereItMustNot(String topic) {
        PipelineDriver driver = PipelineDriver.of(
                Routes.chat().from("+/stream").to("out").writes(new Streaming(Unit.TOKENS, EVERY)), state);
        driver.receive(connection, respondingTo(on("a/stream", 1, "why?"), topic));
        tell(driver, "a");
        end(driver, "a", Finish.END);

        assertThat(driver.out().published())
                .extracting(publish -> publish.topic().value())
                .containsExactly(topic);
    }
}
