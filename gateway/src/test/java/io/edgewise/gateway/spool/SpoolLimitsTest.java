// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A spool that is full, a disk that is, and messages that nobody wants any more.
class SpoolLimitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    private SpoolDriver start(long run, boolean connected) {
        return new SpoolDriver(folder, clock, run, connected);
    }

    private SpoolDriver startWith(long bytes, Duration age) {
        return new SpoolDriver(folder, clock, 1, false, new SpoolConfiguration(bytes, age, SpoolDriver.SYNC));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + "x".repeat(1000)).toList();
    }

    @Test
    @ExpectLog(
            "is full (204800 bytes): messages stay unacknowledged, so the broker in front keeps them. spool.size makes")
    void aFullSpoolTakesNothingMoreAndSaysSoOnce(ExpectedLogs logs) {
        SpoolDriver driver = startWith(200 << 10, Duration.ofDays(1));
        List<String> texts = numbered(300);

        driver.publish(texts.toArray(String[]::new));
        driver.sync();
        driver.advance(SECOND);
        driver.advance(SECOND);

        int accepted = driver.accepted().size();
        assertThat(accepted).isBetween(150, 199);
        assertThat(driver.accepted()).isEqualTo(texts.subList(0, accepted));
        assertThat(driver.spool.status().bytes()).isLessThanOrEqualTo(200 << 10);
        assertThat(driver.spool.status().pending()).isEqualTo(300 - accepted);
        assertThat(driver.spool.status().trouble().orElse("")).contains("is full");
        assertThat(logs.soFar()).hasSize(1);
    }

    @Test
    @ExpectLog("is full")
    void whatAFullSpoolDidNotTakeIsSentInItsOrder() {
        SpoolDriver driver = startWith(200 << 10, Duration.ofDays(1));
        List<String> texts = numbered(300);
        driver.publish(texts.toArray(String[]::new));
        driver.sync();

        driver.comeBack();
        driver.advance(SECOND);

        assertThat(SpoolMessages.texts(driver.link.accepted())).isEqualTo(texts);
        assertThat(driver.accepted()).isEqualTo(texts);
        driver.advance(SECOND);
        assertThat(driver.spool.status().trouble()).isEmpty();
    }

    @Test
    @ExpectLog("is full")
    void aFullSpoolGoesOnWhenASegmentIsSent() {
        SpoolDriver driver = startWith(200 << 10, Duration.ofDays(1));
        List<String> texts = numbered(300);
        driver.publish(texts.toArray(String[]::new));
        driver.sync();
        int accepted = driver.accepted().size();
        driver.link.reactWith(Reaction.HOLD);
        driver.comeBack();
        for (int i = 0; i < 100; i++) {
            driver.link.settle(0, Reaction.ACCEPT);
            driver.run();
        }

        driver.advance(SECOND);

        assertThat(driver.accepted()).hasSizeGreaterThan(accepted + 50);
        assertThat(driver.accepted())
                .isEqualTo(texts.subList(0, driver.accepted().size()));
    }

    @Test
    @ExpectLog("can't be written (No space left on device)")
    void aFullDiskAcceptsWhatIsWholeAndGoesOnWhenThereIsRoom(ExpectedLogs logs) throws IOException {
        SpoolDriver driver = start(1, false);
        driver.folder.setRoom(2500);
        driver.publish(numbered(4).toArray(String[]::new));
        driver.sync();
        assertThat(driver.accepted()).isEqualTo(numbered(4).subList(0, 2));
        assertThat(driver.spool.status().trouble().orElse("")).contains("No space left on device");
        assertThat(segments().getFirst())
                .as("ends with a whole record")
                .hasSize(driver.spool.status().bytes());

        for (int i = 0; i < 20; i++) {
            driver.advance(SECOND);
        }
        assertThat(driver.accepted()).hasSize(2);
        driver.folder.setRoom(Long.MAX_VALUE);
        for (int i = 0; i < 60; i++) {
            driver.advance(SECOND);
        }

        assertThat(driver.accepted()).isEqualTo(numbered(4));
        assertThat(driver.spool.status().trouble()).isEmpty();
        assertThat(logs.soFar()).hasSize(1);
        assertThat(driver.folder.unforcedBytes()).isZero();
        driver.kill();
        assertThat(SpoolMessages.texts(start(2, true).link.accepted())).isEqualTo(numbered(4));
    }

    @Test
    @ExpectLog("can't be written (Input/output error)")
    void nothingIsAcceptedWhenTheDiskDoesNotSayThatItHasIt() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();
        driver.folder.setFailsToForce(true);
        driver.publish("b", "c");
        driver.sync();
        assertThat(driver.accepted()).containsExactly("a");

        driver.folder.setFailsToForce(false);
        driver.advance(SECOND);
        driver.advance(SECOND);
        driver.advance(SECOND);

        assertThat(driver.accepted()).containsExactly("a", "b", "c");
        assertThat(segments())
                .as("what the disk has of the first one is uncertain")
                .hasSize(2);
        driver.kill();
        assertThat(SpoolMessages.texts(start(2, true).link.accepted())).containsExactly("a", "b", "c");
    }

    @Test
    @ExpectLog("can't be written (No space left on device)")
    void whatCouldNotBeTakenBackSpoilsNothing() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();
        driver.folder.setFailsToTruncate(true);
        driver.folder.setRoom(500);
        driver.publish(numbered(1).toArray(String[]::new));
        driver.sync();
        driver.folder.setRoom(Long.MAX_VALUE);
        driver.advance(SECOND);
        driver.advance(SECOND);
        driver.advance(SECOND);
        assertThat(driver.accepted()).hasSize(2);
        driver.kill();

        assertThat(SpoolMessages.texts(start(2, true).link.accepted())).isEqualTo(driver.accepted());
    }

    @Test
    @ExpectLog("can't be written (No space left on device)")
    void whatAFullDiskCanNotTakeIsAbandonedAtTheEnd() {
        SpoolDriver driver = start(1, false);
        driver.folder.setRoom(0);
        driver.publish("a");
        driver.sync();

        driver.spool.close();

        assertThat(driver.outcomes.get("a")).isInstanceOf(PublishOutcome.Abandoned.class);
    }

    @Test
    @ExpectLog("dropped messages: 2 older than the spool's age")
    void whatIsTooOldIsDroppedAndToldOnce() {
        SpoolDriver driver = startWith(1 << 20, Duration.ofHours(1));
        driver.publish("a", "b");
        driver.sync();
        driver.advance(Duration.ofMinutes(30));
        driver.publish("c");
        driver.sync();

        driver.advance(Duration.ofMinutes(30));
        assertThat(driver.spool.status().dropped()).containsEntry(DropReason.AGE, 2L);
        assertThat(driver.spool.status().records()).isEqualTo(1);

        driver.comeBack();
        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("c");
    }

    @Test
    @ExpectLog("dropped messages: 1 whose Message Expiry Interval passed, 1 that were wanted earlier")
    void whatNobodyWantsAnyMoreIsDroppedAndCounted() {
        SpoolDriver driver = start(1, false);
        driver.publish(SpoolMessages.expiring("expired", Duration.ofSeconds(10)));
        driver.publish("stays");
        driver.publish(SpoolMessages.wantedFor("late", Duration.ofSeconds(10)));
        driver.sync();
        assertThat(driver.accepted()).hasSize(3);

        clock.advance(Duration.ofSeconds(20));
        driver.comeBack();
        driver.advance(SECOND);

        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("stays");
        assertThat(driver.spool.status().dropped())
                .containsEntry(DropReason.EXPIRED, 1L)
                .containsEntry(DropReason.LATE, 1L);
        assertThat(driver.spool.status().records()).isZero();
    }

    @Test
    @ExpectLog("can't be written (No space left on device)")
    void whatIsTooLateBeforeItIsSafeIsTheSendersToDeal() {
        SpoolDriver driver = start(1, false);
        driver.folder.setRoom(0);
        driver.publish(SpoolMessages.wantedFor("late", Duration.ofSeconds(2)));
        driver.sync();

        for (int i = 0; i < 10; i++) {
            driver.advance(SECOND);
        }

        assertThat(driver.outcomes.get("late")).isInstanceOf(PublishOutcome.Late.class);
        assertThat(driver.spool.status().dropped()).containsEntry(DropReason.LATE, 0L);
    }

    @Test
    void aClockThatIsSetMakesNothingTooOld() {
        SpoolDriver driver = startWith(1 << 20, Duration.ofHours(1));
        driver.publish("a");
        driver.sync();

        clock.set(Instant.parse("2027-06-01T00:00:00Z"));
        driver.comeBack();

        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("a");
    }

    @Test
    @ExpectLog("older than the spool's age")
    void theNextProcessKnowsTheAge() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish("a");
        driver.sync();
        driver.advance(Duration.ofDays(6));
        driver.publish("b");
        driver.sync();
        driver.kill();
        clock.advance(Duration.ofDays(1));

        SpoolDriver next = start(2, true);
        next.advance(SECOND);

        assertThat(SpoolMessages.texts(next.link.accepted())).containsExactly("b");
    }

    @Test
    void theNextProcessKeepsWhatSeemsToComeFromTheFuture() throws IOException {
        SpoolDriver driver = start(1, false);
        driver.publish(SpoolMessages.expiring("a", Duration.ofSeconds(60)));
        driver.sync();
        driver.kill();
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));

        SpoolDriver next = start(2, true);

        assertThat(next.link.accepted().getFirst().properties().messageExpiry()).contains(Duration.ofSeconds(60));
    }

    @Test
    @ExpectLog("what is in the spool can't be read (Input/output error); trying again")
    void aDiskThatCanNotBeReadForAMomentLosesNothing() {
        SpoolDriver driver = start(1, false);
        driver.publish("a", "b");
        driver.sync();
        driver.comeBackUnreadable();
        assertThat(driver.spool.status().trouble().orElse("")).contains("can't be read");

        driver.folder.setFailsToRead(false);
        driver.advance(SECOND);

        assertThat(SpoolMessages.texts(driver.link.accepted())).containsExactly("a", "b");
        assertThat(driver.spool.status().trouble()).isEmpty();
    }
}
