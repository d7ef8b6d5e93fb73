// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.spool.PositionFile.Position;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records on the disk, in segments: written at the end, taken from the front in order, finished in any
/// order. What is finished at the front is told to the position file, and a segment that is finished as a whole
/// is deleted.
///
/// Confined to the spool's thread.
final class SpoolLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolLog.class);
    private static final int SEGMENTS = 16;
    private static final long LEAST_SEGMENT_BYTES = 64 << 10;
    private static final long MOST_SEGMENT_BYTES = 4 << 20;
    private static final int MOST_READS = 5;

    /// A record on the disk.
    record Stored(SpoolRecord record, Place place) {}

    /// What became of records that were to be written.
    ///
    /// @param places of those that are safe now: the first ones, in order
    /// @param held why the next one is not, when that is so
    record Appended(List<Place> places, Optional<Held> held) {}

    /// Why records are not written.
    ///
    /// @param failure of the disk; empty when the spool is as large as it may be
    record Held(String sentence, Optional<IOException> failure) {}

    private final SpoolFolder folder;
    private final SpoolConfiguration configuration;
    private final TimeSource time;
    private final Drops drops;
    private final PositionFile positionFile;
    private final Deque<Segment> segments;
    private final Deque<Place> taken = new ArrayDeque<>();
    private final long run;
    private int lastNumber;
    private @Nullable Segment active;
    private @Nullable Stored head;
    private @Nullable Position position;
    private boolean isPositionSaved = true;
    private boolean isPositionTold;
    private int failedReads;

    private SpoolLog(
            SpoolFolder folder,
            SpoolConfiguration configuration,
            TimeSource time,
            Drops drops,
            PositionFile positionFile,
            Optional<Position> position,
            List<Segment> segments,
            long run) {
        this.folder = folder;
        this.configuration = configuration;
        this.time = time;
        this.drops = drops;
        this.positionFile = positionFile;
        this.segments = new ArrayDeque<>(segments);
        this.run = run;
        int before = position.map(p -> p.segment().number()).orElse(0);
        this.lastNumber = segments.isEmpty()
                ? before
                : Math.max(before, segments.getLast().name().number());
    }

    /// Opens what is in a folder.
    ///
    /// @param run a random number of this process
    /// @throws IOException when the folder can't be used; nothing is changed then
    static SpoolLog open(SpoolFolder folder, SpoolConfiguration configuration, TimeSource time, Drops drops, long run)
            throws IOException {
        PositionFile positionFile = new PositionFile(folder);
        Optional<Position> position = positionFile.read();
        List<Segment> segments = new Recovery(folder, drops).segments(position);
        return new SpoolLog(folder, configuration, time, drops, positionFile, position, segments, run);
    }

    /// Writes records behind all others and returns when they would outlast a power cut.
    Appended append(List<SpoolRecord> records) {
        List<Place> written = new ArrayList<>();
        Optional<Held> held = Optional.empty();
        try {
            for (SpoolRecord record : records) {
                byte[] body = RecordBody.encode(record);
                if (bytes() + Frame.HEADER_BYTES + body.length > configuration.sizeBytes()) {
                    held = Optional.of(full());
                    break;
                }
                written.add(write(record, body));
            }
        } catch (IOException e) {
            held = Optional.of(failed(e));
        }
        return safe(written, held);
    }

    private Place write(SpoolRecord record, byte[] body) throws IOException {
        Segment segment = roomFor(Frame.HEADER_BYTES + body.length);
        long start = segment.bytes();
        segment.append(Frame.of(body, segment.name(), start));
        return new Place(segment, start, segment.bytes(), record.entered());
    }

    private Segment roomFor(int bytes) throws IOException {
        Segment present = active;
        if (present != null && (present.bytes() == 0 || present.bytes() + bytes <= segmentBytes())) {
            return present;
        }
        if (present != null) {
            forceActive();
        }
        Segment next = Segment.create(new SegmentName(lastNumber + 1, run), folder);
        lastNumber++;
        segments.addLast(next);
        active = next;
        return next;
    }

    private long segmentBytes() {
        return Math.clamp(configuration.sizeBytes() / SEGMENTS, LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES);
    }

    /// A disk that failed to write may still keep what it took before.
    private Appended safe(List<Place> written, Optional<Held> held) {
        Optional<Held> reason = held;
        try {
            forceActive();
        } catch (IOException e) {
            reason = Optional.of(failed(e));
            deleteFinished();
        }
        List<Place> safe = written.stream()
                .filter(place -> place.segment().isForced(place.end()))
                .toList();
        safe.forEach(place -> place.segment().add(1));
        return new Appended(safe, reason);
    }

    /// After a failure the segment is left as it is: what the disk has of it is uncertain.
    private void forceActive() throws IOException {
        Segment segment = active;
        if (segment != null) {
            try {
                segment.force();
            } catch (IOException e) {
                active = null;
                throw e;
            }
        }
    }

    private Held full() {
        return new Held(
                "the spool " + folder + " is full (" + configuration.sizeBytes()
                        + " bytes): messages stay unacknowledged, so the broker in front keeps them. spool.size makes it"
                        + " larger",
                Optional.empty());
    }

    private Held failed(IOException e) {
        return new Held(
                "the spool " + folder + " can't be written (" + e.getMessage()
                        + "): messages stay unacknowledged, so the broker in front keeps them. Make room on the disk, and"
                        + " check that it can be written to",
                Optional.of(e));
    }

    /// Takes a record that was just written, when nothing else waits.
    void take(Place place) {
        place.segment().take(place);
        taken.addLast(place);
    }

    /// Takes the oldest record that somebody still wants.
    ///
    /// @throws IOException when the disk can't be read; after some tries the segment is left out
    Optional<Stored> next() throws IOException {
        dropPast();
        Stored next = head;
        if (next == null) {
            return Optional.empty();
        }
        take(next.place());
        head = null;
        return Optional.of(next);
    }

    /// Drops what is past, as far as it is at the front. What is behind a record that is wanted has its turn later.
    void dropPast() throws IOException {
        while (look()) {
            Stored oldest = head;
            Optional<DropReason> reason = oldest == null ? Optional.empty() : past(oldest.record());
            if (oldest == null || reason.isEmpty()) {
                return;
            }
            take(oldest.place());
            head = null;
            drops.count(reason.get());
            finish(oldest.place());
        }
    }

    private Optional<DropReason> past(SpoolRecord record) {
        boolean old = record.entered().ago(time).compareTo(configuration.age()) >= 0;
        return old ? Optional.of(DropReason.AGE) : record.past(time);
    }

    /// Reads the head.
    ///
    /// @return whether there is one
    private boolean look() throws IOException {
        for (Segment segment : segments) {
            while (head == null && !segment.isTaken()) {
                read(segment);
            }
        }
        return head != null;
    }

    private void read(Segment segment) throws IOException {
        long at = segment.taken();
        try {
            switch (segment.read(at)) {
                case Segment.Read.Whole(SpoolRecord record, long end) ->
                    head = new Stored(record, new Place(segment, at, end, record.entered()));
                case Segment.Read.Damage(long end, boolean cutOff) -> {
                    drops.damage(segment, at, end);
                    segment.skip(end);
                }
                case Segment.Read.Foreign foreign -> throw new IOException("written by another version meanwhile");
            }
            failedReads = 0;
        } catch (IOException e) {
            if (++failedReads < MOST_READS) {
                throw e;
            }
            failedReads = 0;
            leaveOut(segment, e);
        }
    }

    private void leaveOut(Segment segment, IOException cause) {
        drops.count(DropReason.DAMAGED);
        LOG.atWarn()
                .log(
                        "spool {}, {}: {} messages from offset {} can't be read ({}) and are left out; the file stays, and the"
                                + " next start tries again. Check the disk (dmesg) and replace a worn SD card",
                        folder,
                        segment.name(),
                        segment.waiting(),
                        segment.taken(),
                        cause.getMessage());
        segment.leaveOut();
        if (segment.equals(active)) {
            active = null;
        }
        deleteFinished();
    }

    /// Nothing of this record needs to be sent any more.
    void finish(Place place) {
        place.finish();
        place.segment().finished();
        Place first = taken.peekFirst();
        while (first != null && first.isFinished()) {
            position = new Position(first.segment().name(), first.end());
            isPositionSaved = false;
            taken.removeFirst();
            first = taken.peekFirst();
        }
        deleteFinished();
    }

    private void deleteFinished() {
        Iterator<Segment> each = segments.iterator();
        while (each.hasNext()) {
            Segment segment = each.next();
            if (segment.isTaken() && segment.left() == 0) {
                each.remove();
                if (segment.equals(active)) {
                    active = null;
                }
                delete(segment);
            }
        }
    }

    private void delete(Segment segment) {
        try {
            segment.close();
            if (!segment.isLeftOut()) {
                folder.delete(segment.name().toString());
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .log(
                            "spool {}, {}: everything in it was sent, but it can't be deleted ({}); the next start may send"
                                    + " it again",
                            folder,
                            segment.name(),
                            e.getMessage());
        }
    }

    /// Notes up to where everything is finished, so that a restart sends less again.
    void savePosition() {
        Position now = position;
        if (now == null || isPositionSaved) {
            return;
        }
        try {
            positionFile.write(now);
            isPositionSaved = true;
            isPositionTold = false;
        } catch (IOException e) {
            if (!isPositionTold) {
                isPositionTold = true;
                LOG.atWarn()
                        .log(
                                "spool {}: how far it was sent can't be written ({}); a restart will send more of it again",
                                folder,
                                e.getMessage());
            }
        }
    }

    /// Records that were not taken.
    boolean hasMore() {
        return segments.stream().anyMatch(segment -> !segment.isTaken());
    }

    /// No record is left.
    boolean isEmpty() {
        return segments.isEmpty();
    }

    /// Records that are not finished.
    int records() {
        return segments.stream().mapToInt(Segment::left).sum();
    }

    /// Bytes of all segments.
    long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /// When the oldest record came in, as far as it is known.
    Optional<Stamp> oldest() {
        Place first = taken.peekFirst();
        if (first != null) {
            return Optional.of(first.entered());
        }
        return Optional.ofNullable(head).map(stored -> stored.record().entered());
    }

    @Override
    public void close() throws IOException {
        savePosition();
        for (Segment segment : segments) {
            segment.close();
        }
        folder.close();
    }
}
