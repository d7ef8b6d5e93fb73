// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolingOutLinkTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    private SpoolDriver start(long run, boolean connected) {
        return new SpoolDriver(folder, clock, run, connected);
    }

    private List<String> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whileTheLinkIsUpMessagesGoStraightAndTheDiskIsNotTouched() throws IOException {
        SpoolDriver driver = start(1, true);

        driver.publish("a", "b");

        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("a", "b");
        assertThat(driver.accepted()).containsExactly("a", "b");
        driver.advance(SECOND);
        assertThat(segments()).isEmpty();
        assertThat(driver.folder.forces()).isZero();
    }

    @Test
    void withoutALinkAMessageIsAcceptedOnlyWhenItWouldOutlastAPowerCut() throws IOException {
        SpoolDriver driver = start(1, false);

        driver.publish("a", "b");
        driver.run();
        driver.advance(SpoolDriver.SYNC.minusMillis(1));
        assertThat(driver.outcomes).isEmpty();

        driver.advance(Duration.ofMillis(1));
        assertThat(driver.accepted()).containsExactly("a", "b");
        assertThat(driver.folder.forces()).isEqualTo(1);
        assertThat(driver.folder.unforcedBytes()).isZero();
        assertThat(driver.link.published()).isEmpty();
    }

    @Test
    void whatWaitsIsSentInOrderWhenTheLinkIsBack() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b");
        driver.sync();
        driver.publish("c");

        driver.comeBack();
        driver.publish("d");
        driver.run();

        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("a", "b", "c", "d");
        assertThat(driver.accepted()).containsExactly("a", "b", "c", "d");
        assertThat(segments()).isEmpty();
        assertThat(driver.spool.status().records()).isZero();
    }

    @Test
    void whatComesWhileTheSpoolIsSentStaysBehindIt() {
        SpoolDriver driver = start(1, false);
        List<String> texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
        driver.publish(texts.toArray(String[]::new));
        driver.sync();
        driver.link.reactWith(Reaction.HOLD);
        driver.comeBack();
        assertThat(driver.link.held()).hasSize(SpoolingOutLink.MOST_IN_FLIGHT);

        driver.publish("late");
        driver.sync();
        while (!driver.link.held().isEmpty()) {
            assertThat(driver.link.held()).hasSizeLessThanOrEqualTo(SpoolingOutLink.MOST_IN_FLIGHT);
            driver.link.settle(0, Reaction.ACCEPT);
            driver.run();
        }

        List<String> all = new ArrayList<>(texts);
        all.add("late");
        assertThat(SpoolMessages.texts(driver.link.accepted())).isEqualTo(all);
    }

    @Test
    void underSteadyLoadTheSpoolIsLeftAsSoonAsTheLinkHasEverything() {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b");
        driver.sync();
        int forces = driver.folder.forces();
        driver.link.reactWith(Reaction.HOLD);
        driver.comeBack();

        for (int i = 0; i < 50; i++) {
            driver.publish("m" + i);
            driver.advance(Duration.ofMillis(50));
        }

        assertThat(driver.link.held()).hasSize(52);
        assertThat(driver.folder.forces()).isEqualTo(forces);
    }

    @Test
    void whatTheLinkHadWhenItWasLostIsWrittenInFrontAndNotSentTwice() {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a", "b");
        driver.lose();
        driver.publish("c");
        driver.sync();
        assertThat(driver.accepted()).containsExactly("a", "b", "c");

        driver.link.settle(0, Reaction.ACCEPT);
        driver.comeBack();
        driver.link.settle(Reaction.ACCEPT);
        driver.run();

        assertThat(SpoolMessages.texts(driver.link.published())).containsExactly("a", "b", "c");
        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("a", "b", "c");
        assertThat(driver.spool.status().records()).isZero();
    }

    @Test
    void whatTheLinkHadWhenItWasLostIsSentByTheNextProcess() throws IOException {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a", "b");
        driver.lose();
        driver.publish("c");
        driver.sync();
        driver.link.settle(1, Reaction.ACCEPT);
        driver.advance(SECOND);
        driver.kill();

        SpoolDriver next = start(2, true);

        assertThat(SpoolMessages.texts(next.link.accepted())).containsExactly("a", "b", "c");
    }

    @Test
    void aShortInterruptionDoesNotTouchTheDisk() {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a");
        driver.lose();
        driver.publish("b");
        driver.advance(Duration.ofMillis(100));
        driver.comeBack();
        driver.advance(SECOND);

        driver.link.settle(Reaction.ACCEPT);

        assertThat(driver.accepted()).containsExactly("a", "b");
        assertThat(driver.folder.forces()).isZero();
    }

    @Test
    void anAnswerOfTheLinkThatComesBeforeTheDiskIsToldOnce() {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a", "b");
        driver.lose();

        driver.link.settle(0, Reaction.REFUSE);
        driver.sync();

        assertThat(driver.outcomes.get("a")).isInstanceOf(PublishOutcome.Refused.class);
        assertThat(driver.accepted()).containsExactly("b");
        assertThat(driver.refused).isEmpty();
        assertThat(driver.spool.status().records()).isEqualTo(1);
    }

    @Test
    void whatTheBrokerTookAfterAllIsNotSentAgain() {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a", "b");
        driver.lose();

        driver.link.settle(0, Reaction.ACCEPT);
        driver.comeBack();
        driver.advance(SECOND);

        assertThat(SpoolMessages.texts(driver.link.published())).containsExactly("a", "b");
        assertThat(SpoolMessages.texts(driver.link.held())).containsExactly("b");
    }

    @Test
    void aRestartInTheMiddleSendsWhatWasNotAcknowledged() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b", "c", "d");
        driver.sync();
        driver.link.reactWith(Reaction.HOLD);
        driver.comeBack();
        driver.link.settle(0, Reaction.ACCEPT);
        driver.link.settle(0, Reaction.ACCEPT);
        driver.link.settle(1, Reaction.ACCEPT);
        driver.advance(SECOND);
        driver.kill();

        SpoolDriver next = start(2, true);

        // d was acknowledged, but stands behind c: twice is allowed, never is not.
        assertThat(SpoolMessages.texts(next.link.accepted())).containsExactly("c", "d");
        assertThat(segments()).isEmpty();
    }

    @Test
    void aProcessThatIsKilledAtOnceLosesNothingThatWasAccepted() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b");
        driver.sync();
        driver.publish("c");
        driver.run();
        driver.kill();

        SpoolDriver next = start(2, true);

        assertThat(driver.accepted()).containsExactly("a", "b");
        assertThat(SpoolMessages.texts(next.link.accepted())).containsExactly("a", "b");
    }

    @Test
    void everyPartOfAMessageIsSentByTheNextProcess() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish(SpoolMessages.complete());
        driver.sync();
        driver.kill();
        clock.advance(Duration.ofSeconds(60).minus(SpoolDriver.SYNC));

        SpoolDriver next = start(2, true);

        OutgoingPublish before = SpoolMessages.complete();
        OutgoingPublish sent = next.link.accepted().getFirst();
        assertThat(sent.topic()).isEqualTo(before.topic());
        assertThat(sent.payload()).isEqualTo(before.payload());
        assertThat(sent.retain()).isTrue();
        assertThat(sent.properties().contentType())
                .isEqualTo(before.properties().contentType());
        assertThat(sent.properties().utf8()).isTrue();
        assertThat(sent.properties().responseTopic())
                .isEqualTo(before.properties().responseTopic());
        assertThat(sent.properties().correlationData())
                .isEqualTo(before.properties().correlationData());
        assertThat(sent.properties().userProperties())
                .isEqualTo(before.properties().userProperties());
        assertThat(sent.properties().messageExpiry()).contains(Duration.ofMinutes(4));
        assertThat(sent.wantedFor()).contains(Duration.ofMinutes(9));
    }

    @Test
    @ExpectLog("a message from the spool was refused (not authorized (0x87)); it is among the dead letters")
    @ExpectLog("the spool test dropped messages: 1 that the broker refused (they are among the dead letters)")
    void aMessageThatTheBrokerRefusesDoesNotBlockTheOthers() {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b", "c");
        driver.sync();
        driver.link.reactWith(Reaction.HOLD);
        driver.comeBack();

        driver.link.settle(1, Reaction.REFUSE);
        driver.link.settle(Reaction.ACCEPT);
        driver.advance(SECOND);

        assertThat(driver.refused).containsExactly("b");
        assertThat(driver.accepted()).containsExactly("a", "b", "c");
        assertThat(driver.spool.status().records()).isZero();
        assertThat(driver.spool.status().dropped()).containsEntry(DropReason.REFUSED, 1L);
    }

    @Test
    @ExpectLog("could neither be published")
    @ExpectLog("a message from the spool was refused")
    @ExpectLog("2 that the broker refused")
    void aRefusedMessageStaysUntilItIsAmongTheDeadLetters() {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b");
        driver.sync();
        driver.failsToKeep = true;
        driver.link.reactWith(Reaction.REFUSE);
        driver.comeBack();
        driver.advance(SECOND);
        assertThat(driver.spool.status().records()).isEqualTo(2);

        driver.failsToKeep = false;
        driver.advance(SECOND);

        assertThat(driver.refused).containsExactly("a", "b");
        assertThat(driver.spool.status().records()).isZero();
    }

    @Test
    void whatIsPublishedAroundTheSpoolOvertakesIt() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();

        driver.spool.publishAround(SpoolMessages.message("status"), outcome -> {});

        assertThat(SpoolMessages.texts(driver.link.published())).containsExactly("status");
    }

    @Test
    void closingLeavesEverythingThatIsNotSentOnTheDisk() {
        SpoolDriver driver = start(1, true);
        driver.link.reactWith(Reaction.HOLD);
        driver.publish("a", "b");
        driver.link.settle(0, Reaction.ACCEPT);

        driver.spool.close();
        driver.publish("c");

        assertThat(driver.accepted()).containsExactly("a", "b");
        assertThat(driver.outcomes.get("c")).isInstanceOf(PublishOutcome.Abandoned.class);
        SpoolDriver next = start(2, true);
        assertThat(SpoolMessages.texts(next.link.accepted())).containsExactly("b");
    }

    @Test
    void closingInAnOutageWritesWhatWasBeingCollected() {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();
        driver.publish("b");

        driver.spool.close();
        driver.spool.close();

        assertThat(driver.accepted()).containsExactly("a", "b");
        assertThat(SpoolMessages.texts(start(2, true).link.accepted())).containsExactly("a", "b");
    }

    @Test
    void theStatusSaysWhatWaitsAndForHowLong() {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();
        driver.publish("b");
        driver.sync();
        driver.advance(Duration.ofSeconds(5));
        driver.publish("c");
        driver.run();

        SpoolStatus status = driver.spool.status();
        assertThat(status.records()).isEqualTo(2);
        assertThat(status.pending()).isEqualTo(1);
        assertThat(status.bytes()).isPositive();
        assertThat(status.oldest()).contains(Duration.ofMillis(5400));
        assertThat(status.trouble()).isEmpty();
    }
}
