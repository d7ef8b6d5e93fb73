// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.spool.PositionFile.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what earlier processes left in a spool, however they ended. Reads everything once, so that what
/// waits is counted and what is damaged is told before anything is sent.
///
/// A process writes to segments of its own only. So a record that a crash cut short is the last of the last
/// segment; it was never acknowledged, and is cut off. Anything else that is no record is damage: what is behind
/// it is found by its checksum, and read.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SpoolFolder folder;
    private final Drops drops;

    Recovery(SpoolFolder folder, Drops drops) {
        this.folder = folder;
        this.drops = drops;
    }

    /// The segments with something left to send, oldest first. All others are deleted.
    ///
    /// @throws IOException when the folder can't be read, or was written by another version
    List<Segment> segments(Optional<Position> position) throws IOException {
        List<SegmentName> names = names();
        List<Segment> segments = new ArrayList<>();
        for (SegmentName name : names) {
            Segment segment = Segment.left(name, folder);
            if (position.isPresent()) {
                skipFinished(segment, position.get());
            }
            count(segment, name.equals(names.getLast()));
            segment.close(); // there may be more of them than files may be open
            if (segment.isTaken()) {
                folder.delete(name.toString());
            } else {
                segments.add(segment);
            }
        }
        return segments;
    }

    private List<SegmentName> names() throws IOException {
        return folder.names().stream()
                .flatMap(name -> SegmentName.parse(name).stream())
                .sorted(Comparator.comparingInt(SegmentName::number))
                .toList();
    }

    private static void skipFinished(Segment segment, Position position) {
        if (segment.name().equals(position.segment())) {
            segment.skip(Math.min(position.end(), segment.bytes()));
        } else if (segment.name().number() < position.segment().number()) {
            segment.skip(segment.bytes());
        }
    }

    private void count(Segment segment, boolean last) throws IOException {
        long at = segment.taken();
        while (at < segment.bytes()) {
            switch (segment.read(at)) {
                case Segment.Read.Whole whole -> {
                    segment.add(1);
                    at = whole.end();
                }
                case Segment.Read.Damage damage -> {
                    if (last && damage.end() == segment.bytes()) {
                        cutTail(segment, at, damage.cutOff());
                    } else {
                        drops.damage(segment, at, damage.end());
                        at = damage.end();
                    }
                }
                case Segment.Read.Foreign foreign ->
                    throw new IOException(segment.name() + " was written by another version of Edgewise (format "
                            + foreign.format() + ", this one reads " + Frame.FORMAT + "): let that version send what"
                            + " waits, or move the file away");
            }
        }
    }

    private void cutTail(Segment segment, long from, boolean cutOff) throws IOException {
        long bytes = segment.bytes() - from;
        segment.cut(from);
        if (cutOff) {
            LOG.atInfo().log(
                    "spool {}, {}: the last {} bytes, from offset {}, are a record that was being written when the"
                            + " gateway ended; it was not acknowledged, and is cut off",
                    folder,
                    segment.name(),
                    bytes,
                    from);
        } else {
            drops.count(DropReason.DAMAGED);
            LOG.atWarn()
                    .log(
                            "spool {}, {}: the last {} bytes, from offset {}, are no record and are cut off. After a power"
                                    + " cut that is what was not acknowledged yet; if there was none, check the disk"
                                    + " (dmesg) and replace a worn SD card",
                            folder,
                            segment.name(),
                            bytes,
                            from);
        }
    }
}
