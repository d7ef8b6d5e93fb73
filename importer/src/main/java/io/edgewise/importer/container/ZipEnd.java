// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.FileBytes;
import java.nio.ByteBuffer;

/// Where the directory of a zip archive lies, which its last bytes say.
///
/// @param directory its first byte
record ZipEnd(long directory, int directoryBytes) {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END = 0x06064b50;
    private static final int LARGE_END_BYTES = 56;
    private static final int MOST_COMMENT = 0xffff;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int MOST_DIRECTORY_BYTES = 1 << 20;

    static ZipEnd of(FileBytes file) {
        int bytes = (int) Math.min(file.size(), END_BYTES + MOST_COMMENT);
        long start = file.size() - bytes;
        ByteBuffer tail = file.read(start, bytes);
        for (int at = bytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == bytes) {
                return of(file, tail, start, at);
            }
        }
        throw StoredZip.damaged(file, "its directory is missing");
    }

    private static ZipEnd of(FileBytes file, ByteBuffer tail, long start, int at) {
        long size = Integer.toUnsignedLong(tail.getInt(at + 12));
        long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
        if (size == IN_ZIP64 || offset == IN_ZIP64) {
            ByteBuffer large = largeEnd(file, start + at - LOCATOR_BYTES);
            size = large.getLong(40);
            offset = large.getLong(48);
        }
        if (offset < 0 || size <= 0 || size > MOST_DIRECTORY_BYTES || offset > file.size() - size) {
            throw StoredZip.damaged(
                    file,
                    "its directory would have %s bytes from byte %s; the file has %d, and a directory at most %d"
                            .formatted(
                                    Long.toUnsignedString(size),
                                    Long.toUnsignedString(offset),
                                    file.size(),
                                    MOST_DIRECTORY_BYTES));
        }
        return new ZipEnd(offset, (int) size);
    }

    private static ByteBuffer largeEnd(FileBytes file, long locator) {
        if (locator >= 0) {
            ByteBuffer found = file.read(locator, LOCATOR_BYTES);
            long at = found.getLong(8);
            if (found.getInt(0) == LOCATOR && at >= 0 && at <= file.size() - LARGE_END_BYTES) {
                ByteBuffer end = file.read(at, LARGE_END_BYTES);
                if (end.getInt(0) == LARGE_END) {
                    return end;
                }
            }
        }
        throw StoredZip.damaged(file, "the end of its directory is missing");
    }
}
