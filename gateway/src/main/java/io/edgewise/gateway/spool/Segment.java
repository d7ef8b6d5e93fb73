// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.spool.SpoolFolder.SpoolFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One file of the log: frames, one behind the other, and nothing else. Confined to the spool's thread.
///
/// ```
/// 0          taken            forced   end
/// │ finished or with the link │ wait   │ being written, not safe yet │
/// ```
final class Segment implements AutoCloseable {
    private static final int SEARCH_BYTES = 64 << 10;

    /// What stands at a place.
    sealed interface Read {
        /// A record.
        record Whole(SpoolRecord record, long end) implements Read {}

        /// Bytes that are no record, up to the next one that is, or to the end of the file.
        ///
        /// @param cutOff it begins like a record that ends behind the file's end, as a power cut leaves it
        record Damage(long end, boolean cutOff) implements Read {}

        /// A record that another version of Edgewise wrote.
        record Foreign(int format) implements Read {}
    }

    private final SegmentName name;
    private final SpoolFolder folder;
    private final boolean ours;
    private @Nullable SpoolFile file;
    private long taken;
    private long forced;
    private long end;
    private int waiting;
    private int unfinished;
    private boolean leftOut;
    private final Set<Long> told = new HashSet<>();

    private Segment(SegmentName name, SpoolFolder folder, boolean ours) {
        this.name = name;
        this.folder = folder;
        this.ours = ours;
    }

    /// A new one.
    static Segment create(SegmentName name, SpoolFolder folder) throws IOException {
        Segment segment = new Segment(name, folder, true);
        segment.file = folder.create(name.toString());
        return segment;
    }

    /// One that an earlier process left.
    static Segment left(SegmentName name, SpoolFolder folder) throws IOException {
        Segment segment = new Segment(name, folder, false);
        segment.end = segment.file().bytes();
        segment.forced = segment.end;
        return segment;
    }

    private SpoolFile file() throws IOException {
        SpoolFile open = file;
        if (open == null) {
            open = folder.open(name.toString());
            file = open;
        }
        return open;
    }

    SegmentName name() {
        return name;
    }

    /// Bytes in it, up to the last whole record.
    long bytes() {
        return end;
    }

    /// Writes a frame. When that fails, nothing of it stays.
    void append(ByteBuffer frame) throws IOException {
        int bytes = frame.remaining();
        try {
            file().write(frame, end);
        } catch (IOException e) {
            truncate(end, e);
            throw e;
        }
        end += bytes;
    }

    /// Returns when all of it would outlast a power cut. When that fails, what was written since the last time is
    /// taken back: nobody knows what of it the disk has (a second try may succeed without having written anything).
    void force() throws IOException {
        try {
            file().force();
            forced = end;
        } catch (IOException e) {
            end = forced;
            truncate(end, e);
            throw e;
        }
    }

    private void truncate(long bytes, IOException cause) {
        try {
            file().truncate(bytes);
        } catch (IOException e) {
            // What is behind the end is written over; after a crash it is seen as damage, or sent once more.
            cause.addSuppressed(e);
        }
    }

    /// Cuts off what is no record.
    void cut(long bytes) throws IOException {
        file().truncate(bytes);
        end = bytes;
        forced = bytes;
    }

    /// Whether a record that ends here would outlast a power cut.
    boolean isForced(long recordEnd) {
        return recordEnd <= forced;
    }

    /// What stands at a place before the end.
    Read read(long offset) throws IOException {
        Optional<ByteBuffer> header = header(offset);
        Optional<byte[]> body = header.isPresent() ? body(header.get(), offset) : Optional.empty();
        if (header.isPresent() && body.isPresent()) {
            if (Frame.format(header.get()) != Frame.FORMAT) {
                return new Read.Foreign(Frame.format(header.get()));
            }
            long next = offset + Frame.HEADER_BYTES + body.get().length;
            return RecordBody.decode(body.get(), ours)
                    .<Read>map(record -> new Read.Whole(record, next))
                    .orElse(new Read.Damage(next, false));
        }
        long next = nextWhole(offset + 1);
        return new Read.Damage(
                next,
                next == end && header.map(h -> reachesBeyondEnd(h, offset)).orElse(true));
    }

    private Optional<ByteBuffer> header(long offset) throws IOException {
        if (end - offset < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        file().read(header, offset);
        return Optional.of(header.flip());
    }

    private Optional<byte[]> body(ByteBuffer header, long offset) throws IOException {
        int bytes = Frame.bodyBytes(header);
        if (!Frame.hasMagic(header) || bytes < 0 || bytes > end - offset - Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        byte[] body = new byte[bytes];
        file().read(ByteBuffer.wrap(body), offset + Frame.HEADER_BYTES);
        return Frame.isWhole(header, body, name, offset) ? Optional.of(body) : Optional.empty();
    }

    private boolean reachesBeyondEnd(ByteBuffer header, long offset) {
        return Frame.hasMagic(header) && Frame.bodyBytes(header) > end - offset - Frame.HEADER_BYTES;
    }

    /// Where the next whole record begins; the end when there is none.
    private long nextWhole(long from) throws IOException {
        for (long chunk = from; chunk < end; chunk += SEARCH_BYTES) {
            // The last bytes of a chunk are read again with the next one.
            byte[] bytes = new byte[(int) Math.min(SEARCH_BYTES + Frame.HEADER_BYTES, end - chunk)];
            file().read(ByteBuffer.wrap(bytes), chunk);
            for (int i = 0; i < Math.min(SEARCH_BYTES, bytes.length - Frame.HEADER_BYTES); i++) {
                ByteBuffer header =
                        ByteBuffer.wrap(bytes, i, Frame.HEADER_BYTES).slice();
                if (Frame.hasMagic(header) && body(header, chunk + i).isPresent()) {
                    return chunk + i;
                }
            }
        }
        return end;
    }

    /// Where the next record stands that was not taken.
    long taken() {
        return taken;
    }

    boolean isTaken() {
        return taken == end;
    }

    /// Records that were not taken.
    int waiting() {
        return waiting;
    }

    /// Records that are on the disk and not finished.
    int left() {
        return waiting + unfinished;
    }

    /// Counts records that can be read.
    void add(int records) {
        waiting += records;
    }

    /// Goes on behind a record that is not to be sent, or behind damage.
    void skip(long to) {
        taken = to;
        if (taken == end) {
            waiting = 0; // a record that became damaged later was counted
        }
    }

    /// Takes the next record.
    void take(Place place) {
        assert place.start() == taken;
        waiting = Math.max(0, waiting - 1);
        unfinished++;
        skip(place.end());
    }

    /// One that was taken is done with.
    void finished() {
        unfinished--;
    }

    /// Notes damage.
    ///
    /// @return false when it is known
    boolean note(long damage) {
        return told.add(damage);
    }

    /// Its rest can't be read: for this process it ends here, and the file stays.
    void leaveOut() {
        leftOut = true;
        end = taken;
        forced = taken;
        waiting = 0;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    @Override
    public void close() throws IOException {
        SpoolFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
