// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.atQos0;
import static io.edgewise.gateway.fake.Publishes.correlated;
import static io.edgewise.gateway.fake.Publishes.expiring;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.Publish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes again after a lost connection: work that was done is not done twice, and nothing new is taken
/// for old.
class RouteRedeliveryTest {
    @TempDir
    private Path state;

    private final FakeInConnection first = FakeInConnection.first("first");
    private final FakeInConnection second = first.resumed("second");
    private final FakeInConnection third = second.resumed("third");

    private PipelineDriver driver() {
        return PipelineDriver.of(Routes.chat().window(8), state);
    }

    @Test
    void oneInFlightIsJoinedAndAckedOnTheNewConnection() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        first.die();

        driver.receive(second, text(1, "hello"));
        assertThat(driver.metrics().rejoinedCount()).isOne();
        driver.answerAll();

        assertThat(driver.inference().texts()).containsExactly("hello");
        assertThat(driver.results()).hasSize(1);
        assertThat(second.acknowledged()).containsExactly(1);
    }

    @Test
    void joinsUnderAnotherPacketIdentifierToo() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();

        driver.receive(second, List.of(text(71, "one"), text(72, "two")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(second.acknowledged()).containsExactly(71, 72);
    }

    @Test
    void oneWhoseExpiryCountedDownIsJoined() {
        PipelineDriver driver = driver();
        driver.receive(first, expiring(text(1, "hello"), Duration.ofSeconds(60)));
        first.die();

        driver.receive(second, expiring(text(1, "hello"), Duration.ofSeconds(58)));
        driver.answerAll();

        assertThat(driver.results()).hasSize(1);
        assertThat(second.acknowledged()).containsExactly(1);
    }

    @Test
    void oneAnsweredButNotAckedIsOnlyAcked() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        first.die();
        driver.answerAll();
        assertThat(driver.results()).hasSize(1);

        driver.receive(second, text(1, "hello"));

        assertThat(driver.results()).hasSize(1);
        assertThat(driver.inference().texts()).hasSize(1);
        assertThat(second.acknowledged()).containsExactly(1);
    }

    /// A Server that is killed forgets the answer that it accepted, and sends the input again.
    @Test
    void oneThatWasAnsweredOnAnotherConnectionIsAnsweredAgain() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        first.die();
        driver.answerAll();
        driver.out().reconnect();

        driver.receive(second, text(1, "hello"));
        assertThat(second.acknowledged()).isEmpty();
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(second.acknowledged()).containsExactly(1);
    }

    @Test
    void oneWhoseResultWaitsForItsPubackIsAckedAfterIt() {
        PipelineDriver driver = driver();
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(first, text(1, "hello"));
        driver.answerAll();
        first.die();

        driver.receive(second, text(1, "hello"));
        assertThat(second.acknowledged()).isEmpty();
        driver.settle(Reaction.ACCEPT);

        assertThat(second.acknowledged()).containsExactly(1);
    }

    @Test
    void anEqualButNewMessageIsWorkedOn() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        driver.answerAll();
        first.die();

        driver.receive(second, text(2, "hello"));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(second.acknowledged()).containsExactly(2);
    }

    @Test
    void anEqualMessageAfterTheRedeliveryIsNew() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        first.die();

        driver.receive(second, List.of(text(1, "hello"), text(2, "hello")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(second.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void equalMessagesAreJoinedOneToOne() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "same"), text(2, "same"), text(3, "same")));
        first.die();

        driver.receive(second, List.of(text(1, "same"), text(2, "same"), text(3, "same")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(3);
        assertThat(second.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void whatDiffersOnlyInItsPropertiesIsAnotherMessage() {
        PipelineDriver driver = driver();
        driver.receive(first, correlated(text(1, "hello"), "one"));
        first.die();

        driver.receive(second, correlated(text(1, "hello"), "two"));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
    }

    @Test
    void whatTheServerDroppedInBetweenIsSkipped() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "expired at the Server"), text(2, "two"), text(3, "three")));
        first.die();

        driver.receive(second, List.of(text(2, "two"), text(3, "three")));
        driver.answerAll();

        assertThat(driver.inference().texts()).hasSize(3);
        assertThat(second.acknowledged()).containsExactly(2, 3);
    }

    @Test
    void aMessageThatIsNotTheNextEndsTheRedelivery() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();

        driver.receive(second, List.of(text(3, "new"), text(4, "two")));
        driver.answerAll();

        assertThat(driver.inference().texts()).containsExactly("one", "two", "new", "two");
        assertThat(second.acknowledged()).containsExactly(3, 4);
    }

    @Test
    void qos0InBetweenDoesNotEndTheRedelivery() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();

        driver.receive(second, List.of(text(1, "one"), atQos0(text(0, "quiet")), text(2, "two")));
        driver.answerAll();

        assertThat(driver.inference().texts()).containsExactly("one", "two", "quiet");
        assertThat(second.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void whenTheSessionWasLostAllIsWorkedOnAnew() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();
        FakeInConnection other = first.withoutSession("other");

        driver.receive(other, List.of(text(1, "one"), text(2, "two")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(4);
        assertThat(other.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void aConnectionThatEndsBeforeTheRedeliveryChangesNothing() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();
        second.die();

        driver.receive(third, List.of(text(1, "one"), text(2, "two")));
        driver.answerAll();

        assertThat(driver.inference().texts()).hasSize(2);
        assertThat(third.acknowledged()).containsExactly(1, 2);
    }

    @Test
    void redeliveredAcksAreInOrderWithWhatIsNew() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "one"), text(2, "two")));
        first.die();
        driver.receive(second, List.of(text(1, "one"), text(2, "two"), text(3, "new")));

        driver.answer(2);
        driver.answer(1);
        assertThat(second.acknowledged()).isEmpty();
        driver.answer(0);

        assertThat(second.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void aWholeWindowComesAgainWithoutNeedingRoomInTheWindow() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat().window(2), state);
        driver.out().reactWith(Reaction.HOLD);
        List<Publish> window = List.of(text(1, "one"), text(2, "two"));
        driver.receive(first, window);
        driver.answerAll();
        first.die();

        driver.receive(second, window);
        driver.receive(second, text(3, "three"));
        driver.settle(Reaction.ACCEPT);
        driver.answerAll();
        driver.settle(Reaction.ACCEPT);

        assertThat(driver.inference().texts()).containsExactly("one", "two", "three");
        assertThat(second.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void aDeadLetterThatComesAgainIsOnlyAcked() {
        PipelineDriver driver = driver();
        driver.out().reactWith(Reaction.HOLD);
        driver.receive(first, text(1, " "));
        first.die();
        driver.settle(Reaction.ACCEPT);

        driver.receive(second, under(8, text(1, " ")));

        assertThat(driver.deadLetters()).hasSize(1);
        assertThat(second.acknowledged()).containsExactly(8);
        assertThat(Publishes.user(driver.deadLetters().getFirst(), "reason")).containsExactly("no-text");
    }

    @Test
    void pubacksThatWereLostWithTheConnectionDoNotMakeTheOthersBeDoneTwice() {
        PipelineDriver driver = driver();
        List<Publish> all = List.of(text(1, "one"), text(2, "two"), text(3, "three"));
        driver.receive(first, all);
        driver.answer(0);
        assertThat(first.acknowledged()).containsExactly(1);
        first.die(); // before the PUBACK reached the Server, which therefore sends all three again

        driver.receive(second, all);
        driver.answerAll();

        assertThat(driver.inference().texts()).containsExactly("one", "two", "three", "one");
        assertThat(second.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void aSessionLostOnAConnectionThatDeliveredNothingIsLostAllTheSame() {
        PipelineDriver driver = driver();
        driver.receive(first, text(1, "hello"));
        first.die();
        FakeInConnection silent = first.withoutSession("delivers nothing");
        silent.die();

        FakeInConnection next = silent.resumed("next");
        driver.receive(next, text(1, "hello"));
        driver.answerAll();

        assertThat(driver.results()).hasSize(2);
        assertThat(next.acknowledged()).containsExactly(1);
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfTheRedeliveryKeepsTheOrder() {
        PipelineDriver driver = driver();
        List<Publish> all = List.of(text(1, "one"), text(2, "two"), text(3, "three"), text(4, "four"));
        driver.receive(first, all);
        first.die();
        driver.receive(second, all.getFirst());
        second.die();

        driver.receive(third, all);
        driver.answerAll();

        assertThat(driver.inference().texts()).containsExactly("one", "two", "three", "four");
        assertThat(third.acknowledged()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anEqualMessageIsNeverTakenForOneWhosePubackWasLost() {
        PipelineDriver driver = driver();
        driver.receive(first, List.of(text(1, "same"), text(2, "same"), text(3, "same")));
        driver.answer(0);
        driver.answer(0);
        first.die();

        driver.receive(second, List.of(text(3, "same"), text(4, "same"), text(5, "same")));
        driver.answerAll();

        assertThat(driver.results()).hasSize(5);
        assertThat(second.acknowledged()).containsExactly(3, 4, 5);
    }
}
