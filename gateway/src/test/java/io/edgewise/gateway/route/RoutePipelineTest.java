// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.atQos0;
import static io.edgewise.gateway.fake.Publishes.expiring;
import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.task.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a message is acknowledged, in which order, on which connection, and how much is in work.
class RoutePipelineTest {
    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver(Routes route) {
        return PipelineDriver.of(route, state);
    }

    @Test
    void acksOnlyAfterTheResultsPuback() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.HOLD);

        driver.receive(connection, text(1, "hello"));
        assertThat(connection.acknowledged()).isEmpty();
        driver.answer(0);
        assertThat(driver.out().held()).hasSize(1);
        assertThat(connection.acknowledged()).isEmpty();

        driver.settle(Reaction.ACCEPT);
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void acksOnlyAfterTheForwardedOriginalsPubackToo() {
        PipelineDriver driver = driver(Routes.chat().forward(Verdict.ALLOW, "chat/{1}/clean"));
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, text(1, "hello"));
        driver.answer(0);
        assertThat(driver.out().held())
                .extracting(p -> p.topic().value())
                .containsExactly("moderation/7", "chat/7/clean");

        driver.settle(0, Reaction.ACCEPT);
        assertThat(connection.acknowledged()).isEmpty();
        driver.settle(0, Reaction.ACCEPT);
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void acksInOrderOfArrivalThoughAnswersComeInAnother() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, List.of(text(11, "one"), text(12, "two"), text(13, "three")));

        driver.answer(2);
        driver.answer(1);
        assertThat(driver.results()).hasSize(2);
        assertThat(connection.acknowledged()).isEmpty();

        driver.answer(0);
        assertThat(connection.acknowledged()).containsExactly(11, 12, 13);
    }

    @Test
    void neverAcksOnAnotherConnectionThanTheOneThatDelivered() {
        PipelineDriver driver = driver(Routes.chat());
        FakeInConnection next = connection.resumed("b");
        driver.receive(connection, text(1, "from the first"));
        connection.die();
        driver.receive(next, text(9, "something else"));

        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(connection.acknowledged()).isEmpty();
        assertThat(connection.acknowledgedWhenDead()).isEmpty();
        assertThat(next.acknowledged()).containsExactly(9);
    }

    @Test
    void takesNothingInFromAConnectionThatHasEnded() {
        PipelineDriver driver = driver(Routes.chat());
        connection.die();

        driver.receive(connection, text(1, "too late"));

        assertThat(driver.inference().texts()).isEmpty();
        assertThat(driver.metrics().receivedCount()).isZero();
    }

    @Test
    void workOfAnEndedConnectionDoesNotStopTheNext() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, text(1, "never answered"));
        connection.die();
        FakeInConnection next = connection.withoutSession("b");

        driver.receive(next, text(1, "new"));
        driver.answer(1);

        assertThat(next.acknowledged()).containsExactly(1);
    }

    @Test
    void neverHasMoreInWorkThanTheWindow() {
        PipelineDriver driver = driver(Routes.chat().window(2));
        List<Publish> burst =
                IntStream.rangeClosed(1, 5).mapToObj(i -> text(i, "text " + i)).toList();

        driver.receive(connection, burst);
        assertThat(driver.inference().waiting()).hasSize(2);
        assertThat(driver.pipeline().waiting()).isEqualTo(3);

        driver.answer(1);
        assertThat(driver.inference().texts()).containsExactly("text 1", "text 2", "text 3");
        driver.answerAll();
        assertThat(connection.acknowledged()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aResultThatWaitsForItsPubackHoldsItsPlaceInTheWindow() {
        PipelineDriver driver = driver(Routes.chat().window(1));
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, List.of(text(1, "one"), text(2, "two")));
        driver.answer(0);
        assertThat(driver.inference().waiting()).isEmpty();

        driver.settle(Reaction.ACCEPT);
        assertThat(driver.inference().waiting()).hasSize(1);
    }

    @Test
    void dropsTheOldestQos0MessagesWhenTheOverflowIsFull() {
        Publish quiet = atQos0(text(0, "x".repeat(100)));
        PipelineDriver driver = driver(Routes.chat().window(1).overflow(3 * quiet.sizeBytes()));
        driver.receive(connection, text(1, "in work"));

        IntStream.range(0, 5)
                .mapToObj(i -> atQos0(text(0, "%d%s".formatted(i, "x".repeat(99)))))
                .forEach(publish -> driver.receive(connection, publish));
        driver.answerAll();

        assertThat(driver.inference().texts())
                .extracting(t -> t.substring(0, 1))
                .containsExactly("i", "2", "3", "4");
        assertThat(driver.pipeline().droppedAtQos0()).isEqualTo(2);
    }

    @Test
    void answersQos0AndNeverAcksIt() {
        PipelineDriver driver = driver(Routes.chat().qos(0));

        driver.receive(connection, List.of(atQos0(text(0, "quiet")), text(5, "loud")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(connection.acknowledged()).containsExactly(5);
    }

    @Test
    void qos0DoesNotWaitForAckOrder() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, List.of(atQos0(text(0, "slow")), text(5, "fast")));

        driver.answer(1);

        assertThat(connection.acknowledged()).containsExactly(5);
    }

    @Test
    void leadsATextThroughEveryStepInOrder() {
        PipelineDriver driver = driver(Routes.chat().moderatesAndExtracts());
        driver.receive(connection, text(1, "hello"));
        driver.answer(0);
        assertThat(driver.results()).isEmpty();

        driver.answer(0);

        assertThat(Publishes.text(driver.results().getFirst()))
                .contains("\"moderation\":{\"verdict\":\"allow\"", "\"extraction\":{\"intent\"", "\"tokens\":6");
        assertThat(Publishes.user(driver.results().getFirst(), "edgewise-model"))
                .containsExactly("moderation@1.0.0,extraction@1.0.0");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void textsOfOneTopicShareALane() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, List.of(on("terminals/1/text", 1, "a"), on("terminals/2/text", 2, "b")));

        assertThat(driver.inference().waiting())
                .extracting(job -> job.key())
                .containsExactly("terminals/1/text", "terminals/2/text");
    }

    @Test
    void textsOfAnUnorderedRouteGoToAnyLane() {
        PipelineDriver driver = driver(Routes.chat().unordered());
        driver.receive(connection, text(1, "a"));

        assertThat(driver.inference().waiting()).extracting(job -> job.key()).containsExactly("");
    }

    @Test
    void tellsTheLaneTheEarlierOfDeadlineAndExpiry() {
        PipelineDriver driver = driver(Routes.chat().deadline(Duration.ofSeconds(10)));
        long now = driver.clock().nanos();
        driver.receive(
                connection,
                List.of(
                        text(1, "a"),
                        expiring(text(2, "b"), Duration.ofSeconds(3)),
                        expiring(text(3, "c"), Duration.ofSeconds(30))));

        assertThat(driver.inference().waiting())
                .extracting(job -> Duration.ofNanos(job.deadlineNanos() - now))
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    @Test
    void countsTheWaitInTheOverflowAgainstTheDeadline() {
        PipelineDriver driver = driver(Routes.chat().window(1).deadline(Duration.ofSeconds(5)));
        driver.receive(connection, List.of(text(1, "one"), text(2, "two")));
        driver.advance(Duration.ofSeconds(4));
        driver.answer(0);
        assertThat(driver.inference().waiting()).hasSize(1);
        driver.receive(connection, text(3, "three"));

        driver.advance(Duration.ofSeconds(4));
        driver.answer(0);

        assertThat(driver.results()).hasSize(1);
        assertThat(driver.deadLetters())
                .extracting(p -> Publishes.user(p, "reason"))
                .containsExactly(List.of("deadline"));
    }

    @Test
    void measuresFromReceptionToTheResultsPuback() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, text(1, "hello"));
        driver.advance(Duration.ofMillis(30));
        driver.answer(0);
        driver.advance(Duration.ofMillis(12));
        driver.settle(Reaction.ACCEPT);

        assertThat(driver.metrics().answeredAfter()).containsExactly(Duration.ofMillis(42));
    }

    @Test
    void stopAdmitsNothingAndSettlesWhatIsInWork() {
        PipelineDriver driver = driver(Routes.chat().window(1));
        driver.receive(connection, List.of(text(1, "in work"), text(2, "waits")));
        int[] idle = {0};

        driver.pipeline().stop(() -> idle[0]++);
        driver.run();
        driver.receive(connection, text(3, "after the end"));
        assertThat(idle[0]).isZero();

        driver.answerAll();
        assertThat(idle[0]).isOne();
        assertThat(driver.inference().texts()).containsExactly("in work");
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void stopOfAnIdleRouteIsDoneAtOnce() {
        PipelineDriver driver = driver(Routes.chat());
        int[] idle = {0};

        driver.pipeline().stop(() -> idle[0]++);
        driver.run();

        assertThat(idle[0]).isOne();
    }

    @Test
    void whatIsAbandonedStaysUnacknowledged() {
        PipelineDriver driver = driver(Routes.chat());
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(connection, List.of(text(1, "published"), text(2, "at the model"), text(3, "")));
        driver.answer(0);
        int[] idle = {0};
        driver.pipeline().stop(() -> idle[0]++);
        driver.run();

        driver.inference().refuse(0);
        driver.out().close();
        driver.run();

        assertThat(idle[0]).isOne();
        assertThat(connection.acknowledged()).isEmpty();
    }

    @Test
    void nothingIsAckedBehindAMessageThatWasAbandoned() {
        PipelineDriver driver = driver(Routes.chat());
        driver.receive(connection, List.of(text(1, "refused by the lanes"), text(2, "answered")));

        driver.inference().refuse(0);
        driver.run();
        driver.answer(0);

        assertThat(driver.results()).hasSize(1);
        assertThat(connection.acknowledged()).isEmpty();
    }
}
