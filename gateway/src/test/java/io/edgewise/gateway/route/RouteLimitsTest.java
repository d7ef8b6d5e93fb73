// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.atQos0;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.user;
import static io.edgewise.gateway.fake.Publishes.withPayload;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a route does at the edges: of memory, of what a packet may hold, of what a model may answer.
class RouteLimitsTest {
    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver(Routes route, long budgetBytes) {
        return PipelineDriver.of(route, state, new MessageBudget(budgetBytes));
    }

    private static List<Publish> burst(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> text(i, "text " + i))
                .toList();
    }

    @Test
    void beyondTheMemoryForMessagesARouteWorksOnOneAtATime() {
        MessageBudget shared = new MessageBudget(2L * text(1, "text 1").sizeBytes());
        PipelineDriver driver = PipelineDriver.of(Routes.chat().window(8), state, shared);
        PipelineDriver other = PipelineDriver.of(Routes.chat().window(8), state, shared);
        other.receive(connection, burst(2));

        driver.receive(connection, text(1, "text 1"));
        driver.receive(connection, text(2, "text 2"));

        assertThat(driver.inference().waiting()).hasSize(1);
        driver.answer(0);
        assertThat(driver.inference().texts()).containsExactly("text 1", "text 2");
    }

    @Test
    void aMessageLargerThanTheWholeBudgetIsTakenWhenNothingElseIsInWork() {
        PipelineDriver driver = driver(Routes.chat(), 10);

        driver.receive(connection, text(1, "larger than ten bytes"));
        driver.receive(connection, text(2, "waits until it is gone"));

        assertThat(driver.inference().waiting()).hasSize(1);
        driver.answerAll();
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void everyByteIsGivenBack() {
        PipelineDriver driver = driver(Routes.chat().window(2), 1_000_000);
        driver.out().reactTo("moderation/", Reaction.REFUSE);
        driver.receive(connection, burst(5));
        driver.receive(connection, atQos0(text(0, "quiet")));
        connection.die();
        FakeInConnection next = connection.resumed("b");
        driver.receive(next, burst(5));
        assertThat(driver.budget().takenBytes()).isPositive();

        driver.answerAll();

        assertThat(driver.budget().takenBytes()).isZero();
    }

    @Test
    void stoppingGivesBackWhatWaits() {
        PipelineDriver driver = driver(Routes.chat().window(1), 1_000_000);
        driver.receive(connection, burst(5));

        driver.pipeline().stop(() -> {});
        driver.answerAll();

        assertThat(driver.budget().takenBytes()).isZero();
    }

    @Test
    void aResultThatCouldNotLeaveInTimeBecomesADeadLetter() {
        PipelineDriver driver = driver(Routes.chat().deadline(Duration.ofSeconds(2)), 1_000_000);
        driver.out().reactTo("moderation/", Reaction.HOLD);
        driver.receive(connection, text(1, "hello"));
        driver.advance(Duration.ofMillis(500));
        driver.answer(0);
        assertThat(driver.out().held().getFirst().wantedFor()).hasValue(Duration.ofMillis(1_500));
        driver.advance(Duration.ofMinutes(10));

        driver.settle(Reaction.LATE);

        assertThat(user(driver.deadLetters().getFirst(), "reason")).containsExactly("deadline");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    /// NTP sets a board's clock by years when the network comes up.
    @ParameterizedTest
    @ValueSource(longs = {-20_000, 20_000})
    void aClockThatIsSetMakesNothingLateAndNothingLast(long days) {
        PipelineDriver driver = driver(Routes.chat().deadline(Duration.ofSeconds(2)), 1_000_000);
        driver.out().reactTo("moderation/", Reaction.HOLD);
        driver.receive(connection, text(1, "hello"));
        driver.clock().set(ManualClock.START.plus(Duration.ofDays(days)));
        driver.advance(Duration.ofMillis(500));

        driver.answer(0);

        assertThat(driver.out().held().getFirst().wantedFor()).hasValue(Duration.ofMillis(1_500));
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void qos0OfAConnectionThatEndedIsAnsweredForNobodySendsItAgain() {
        PipelineDriver driver = driver(Routes.chat(), 1_000_000);
        connection.die();

        driver.receive(connection, atQos0(text(0, "quiet")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(1);
    }

    @Test
    void aDetailWithTheSendersWordsIsFitForAPacket() {
        PipelineDriver driver = driver(Routes.chat().payload("json:/message"), 1_000_000);
        byte[] payload = "{\"a\\n\":1,\"a\\n\":2}".getBytes(StandardCharsets.UTF_8);

        driver.receive(connection, withPayload(text(1, ""), payload));

        assertThat(user(driver.deadLetters().getFirst(), "detail").getFirst())
                .contains("a\uFFFD")
                .matches(detail -> detail.chars().noneMatch(Character::isISOControl));
    }

    @Test
    @ExpectLog("a message became a dead letter: the model failed on it")
    void anOutputThatIsNoNumberIsAnInvalidOutput() {
        PipelineDriver driver = driver(Routes.chat(), 1_000_000);
        driver.receive(connection, text(1, "hello"));

        driver.inference().fail(0, new InvalidOutputException("the model answered NaN for label insult"));
        driver.run();

        assertThat(user(driver.deadLetters().getFirst(), "reason")).containsExactly("invalid-output");
    }
}
