// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.fake.FakeTime;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.spool.SpoolLog.Stored;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What a crash or a bad disk does to the files of a spool.
class SpoolLogCrashTest {
    private static final SpoolConfiguration CONFIGURATION =
            new SpoolConfiguration(1 << 20, Duration.ofDays(7), Duration.ZERO);
    private static final String SEGMENT = "00000001-0000000000000001.log";

    private final FakeTime time = new FakeTime(new ManualClock());

    @TempDir
    private Path written;

    @TempDir
    private Path damaged;

    private byte[] whole = new byte[0];
    /// Where each record ends.
    private final List<Integer> ends = new ArrayList<>();

    /// Hundreds of damaged files are part of one test; their warnings would hide everything else.
    @AfterEach
    void loud() {
        additive(true);
    }

    private static void additive(boolean additive) {
        for (Class<?> chatty : new Class<?>[] {Recovery.class, Drops.class}) {
            if (LoggerFactory.getLogger(chatty) instanceof Logger logger) {
                logger.setAdditive(additive);
            }
        }
    }

    private SpoolLog open(Path folder, long run) throws IOException {
        return SpoolLog.open(DiskFolder.open(folder), CONFIGURATION, time, new Drops("test", time), run);
    }

    private static List<OutgoingPublish> messages() {
        return List.of(
                SpoolMessages.message("one"),
                SpoolMessages.complete(),
                SpoolMessages.message(""),
                SpoolMessages.message("four ESP\u0001\u0000\u0000\u0000\u0000"));
    }

    @BeforeEach
    void writeRecords() throws IOException {
        try (SpoolLog log = open(written, 1)) {
            for (OutgoingPublish message : messages()) {
                append(log, message);
                ends.add((int) Files.size(written.resolve(SEGMENT)));
            }
        }
        whole = Files.readAllBytes(written.resolve(SEGMENT));
    }

    private void append(SpoolLog log, OutgoingPublish... messages) {
        List<SpoolRecord> records =
                Arrays.stream(messages).map(m -> SpoolRecord.of(m, time)).toList();
        assertThat(log.append(records).places()).hasSameSizeAs(records);
    }

    private List<OutgoingPublish> all(SpoolLog log) throws IOException {
        List<OutgoingPublish> all = new ArrayList<>();
        for (Optional<Stored> next = log.next(); next.isPresent(); next = log.next()) {
            all.add(next.get().record().publish());
        }
        return all;
    }

    private void damage(byte[] bytes) throws IOException {
        try (var files = Files.list(damaged)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.write(damaged.resolve(SEGMENT), bytes);
    }

    @Test
    void anotherProcessReadsEverythingAsItWas() throws IOException {
        try (SpoolLog log = open(written, 2)) {
            assertThat(log.records()).isEqualTo(4);
            assertThat(all(log)).isEqualTo(messages());
        }
    }

    @Test
    void aFileThatEndsAnywhereGivesTheWholeRecordsAndTakesMore() throws IOException {
        additive(false);
        OutgoingPublish more = SpoolMessages.message("more");
        for (int length = 0; length <= whole.length; length++) {
            damage(Arrays.copyOf(whole, length));
            int end = length;
            int expected = (int) ends.stream().filter(e -> e <= end).count();

            try (SpoolLog log = open(damaged, 2)) {
                assertThat(log.records()).as("records of %s bytes", length).isEqualTo(expected);
                append(log, more);
            }

            List<OutgoingPublish> prefix = new ArrayList<>(messages().subList(0, expected));
            prefix.add(more);
            try (SpoolLog log = open(damaged, 3)) {
                assertThat(all(log)).as("after a cut at %s", length).isEqualTo(prefix);
            }
        }
    }

    @Test
    void anEndThatWasBeingWrittenIsCutOffAndIsNoDamage(ExpectedLogs logs) throws IOException {
        int last = ends.get(2);
        for (int length :
                new int[] {last + 1, last + Frame.HEADER_BYTES - 1, last + Frame.HEADER_BYTES, whole.length - 1}) {
            damage(Arrays.copyOf(whole, length));

            open(damaged, 2).close();

            assertThat(Files.size(damaged.resolve(SEGMENT))).isEqualTo(last);
        }
        assertThat(logs.soFar()).isEmpty();
    }

    @Test
    void aByteThatFlippedCostsItsOwnRecordAndNoOther() throws IOException {
        additive(false);
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) 0xFF;
            damage(bytes);
            int offset = at;
            int hit = (int) ends.stream().filter(end -> end <= offset).count();

            List<OutgoingPublish> others = new ArrayList<>(messages());
            others.remove(hit);
            others.add(SpoolMessages.message("more"));
            try (SpoolLog log = open(damaged, 2)) {
                assertThat(log.records()).isEqualTo(3);
                append(log, SpoolMessages.message("more"));
                assertThat(all(log)).as("byte %s", at).isEqualTo(others);
            }
        }
    }

    @Test
    @ExpectLog(
            "00000001-0000000000000001.log: 86 bytes from offset 0 are damaged, so the messages in them are lost; all"
                    + " others are sent. Check the disk (dmesg) and replace a worn SD card")
    void damageIsToldOnceWithFileOffsetAndBytes(ExpectedLogs logs) throws IOException {
        byte[] bytes = whole.clone();
        bytes[20] ^= 1;
        damage(bytes);

        try (SpoolLog log = open(damaged, 2)) {
            assertThat(all(log)).hasSize(3);
        }

        assertThat(logs.soFar()).hasSize(1);
    }

    @Test
    @ExpectLog("are no record and are cut off")
    void zeroesThatAPowerCutLeftAtTheEndAreCutOff() throws IOException {
        damage(Arrays.copyOf(whole, whole.length + 4096));

        try (SpoolLog log = open(damaged, 2)) {
            assertThat(all(log)).isEqualTo(messages());
        }
        assertThat(Files.size(damaged.resolve(SEGMENT))).isEqualTo(whole.length);
    }

    @Test
    @ExpectLog("are no record and are cut off")
    void aRecordFromAnotherPlaceOrFileIsNone() throws IOException {
        byte[] first = Arrays.copyOf(whole, ends.getFirst());
        byte[] twice = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(first, 0, twice, first.length, first.length);
        damage(twice);

        try (SpoolLog log = open(damaged, 2)) {
            assertThat(all(log)).containsExactly(messages().getFirst());
        }
    }

    @Test
    @ExpectLog("bytes from offset")
    void damageInAnOlderSegmentIsNoTornEnd() throws IOException {
        damage(Arrays.copyOf(whole, whole.length - 1));
        Files.write(damaged.resolve("00000002-0000000000000001.log"), new byte[0]);

        try (SpoolLog log = open(damaged, 2)) {
            assertThat(all(log)).isEqualTo(messages().subList(0, 3));
        }
    }

    @Test
    @ExpectLog("bytes from offset")
    void damageThatComesWhileTheProcessRunsIsToldToo() throws IOException {
        try (SpoolLog log = open(written, 2)) {
            byte[] bytes = whole.clone();
            bytes[ends.get(1) + 15] ^= 1;
            Files.write(written.resolve(SEGMENT), bytes);

            List<OutgoingPublish> others = new ArrayList<>(messages());
            others.remove(2);
            assertThat(all(log)).isEqualTo(others);
            assertThat(log.hasMore()).isFalse();
        }
    }

    @Test
    void aFileOfAnotherVersionIsLeftAlone() throws IOException {
        byte[] foreign = foreignFrame();
        damage(foreign);

        assertThatThrownBy(() -> open(damaged, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another version of Edgewise (format 2, this one reads 1)");
        assertThat(Files.readAllBytes(damaged.resolve(SEGMENT))).isEqualTo(foreign);
    }

    /// A record of format 2, whose checksum is right.
    private static byte[] foreignFrame() {
        SegmentName name = SegmentName.parse(SEGMENT).orElseThrow();
        byte[] body = {1, 2, 3};
        ByteBuffer frame = Frame.of(body, name, 0).put(3, (byte) 2);
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(20)
                .putInt(name.number())
                .putLong(name.run())
                .putLong(0)
                .flip());
        crc.update(frame.duplicate().position(0).limit(8));
        crc.update(body);
        byte[] bytes = new byte[frame.remaining()];
        frame.putInt(8, (int) crc.getValue()).duplicate().get(bytes);
        return bytes;
    }

    @Test
    void anyPositionFileCostsRepetitionsAtMost() throws IOException {
        try (SpoolLog log = open(written, 2)) {
            log.finish(log.next().orElseThrow().place());
            log.finish(log.next().orElseThrow().place());
        }
        byte[] position = Files.readAllBytes(written.resolve("position"));
        try (SpoolLog log = open(written, 3)) {
            assertThat(all(log)).isEqualTo(messages().subList(2, 4));
        }
        for (int at = 0; at < position.length; at++) {
            byte[] bytes = position.clone();
            bytes[at] ^= 1;
            Files.write(written.resolve("position"), bytes);
            try (SpoolLog log = open(written, 4)) {
                assertThat(all(log)).as("byte %s", at).isEqualTo(messages());
            }
        }
        for (int length = 0; length < position.length; length++) {
            Files.write(written.resolve("position"), Arrays.copyOf(position, length));
            try (SpoolLog log = open(written, 4)) {
                assertThat(all(log)).as("length %s", length).isEqualTo(messages());
            }
        }
    }

    @Test
    void aPositionWithoutItsSegmentsDoesNotHideNewRecords() throws IOException {
        try (SpoolLog log = open(written, 2)) {
            log.finish(log.next().orElseThrow().place());
        }
        Files.delete(written.resolve(SEGMENT));

        try (SpoolLog log = open(written, 3)) {
            append(log, SpoolMessages.message("new"));
        }

        try (SpoolLog log = open(written, 4)) {
            assertThat(all(log)).containsExactly(SpoolMessages.message("new"));
        }
    }
}
