// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// What stands round a record in a segment.
///
/// ```
/// 0   3   4       8       12
/// ┌───┬───┬───────┬───────┬────────────┐
/// │ESP│ 1 │length │CRC-32C│ body       │   length: of the body, in bytes; numbers are big-endian
/// └───┴───┴───────┴───────┴────────────┘
/// ```
///
/// The `1` is the format's number. The checksum covers the segment's number and run, the place in the file,
/// everything before the checksum, and the body. So bytes of an older file that a power cut brought back are no
/// record, and neither are those of a payload that looks like one: nobody outside knows the run.
final class Frame {
    /// Bytes in front of the body.
    static final int HEADER_BYTES = 12;
    /// The format that this class writes.
    static final int FORMAT = 1;
    /// The first three bytes.
    static final int MAGIC = 'E' << 16 | 'S' << 8 | 'P';

    private static final int LENGTH = 4;
    private static final int CHECKSUM = 8;

    private Frame() {}

    /// The bytes to be written.
    static ByteBuffer of(byte[] body, SegmentName segment, long offset) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body.length);
        frame.putInt(MAGIC << 8 | FORMAT)
                .putInt(body.length)
                .putInt(0)
                .put(body)
                .flip();
        return frame.putInt(CHECKSUM, checksum(frame, body, segment, offset));
    }

    /// Whether a header may be one: the only question that can be answered without the body.
    static boolean hasMagic(ByteBuffer header) {
        return header.getInt(0) >>> 8 == MAGIC;
    }

    /// The format's number, 0 to 255.
    static int format(ByteBuffer header) {
        return header.getInt(0) & 0xFF;
    }

    /// Bytes of the body, as the header says; anything at all when it is damaged.
    static int bodyBytes(ByteBuffer header) {
        return header.getInt(LENGTH);
    }

    /// Whether the checksum is right.
    static boolean isWhole(ByteBuffer header, byte[] body, SegmentName segment, long offset) {
        return header.getInt(CHECKSUM) == checksum(header, body, segment, offset);
    }

    private static int checksum(ByteBuffer header, byte[] body, SegmentName segment, long offset) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(20)
                .putInt(segment.number())
                .putLong(segment.run())
                .putLong(offset)
                .flip());
        crc.update(header.duplicate().position(0).limit(CHECKSUM));
        crc.update(body);
        return (int) crc.getValue();
    }
}
