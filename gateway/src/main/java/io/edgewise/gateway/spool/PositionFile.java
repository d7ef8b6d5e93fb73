// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Up to where everything was sent, in a file of one line: `00000003-9f86d081884c7d65.log 12345 1c291ca3`, the last
/// is the CRC-32C of what is before it. An old position costs repetitions, and no position costs more of them; so one
/// that can't be read is none. Confined to the spool's thread.
final class PositionFile {
    private static final String NAME = "position";

    /// @param end behind the last record of the segment that needs not be sent any more
    record Position(SegmentName segment, long end) {
        private String text() {
            return segment + " " + end + " ";
        }
    }

    private final SpoolFolder folder;

    PositionFile(SpoolFolder folder) {
        this.folder = folder;
    }

    Optional<Position> read() throws IOException {
        Optional<String> line = folder.small(NAME).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return line.flatMap(PositionFile::parse).filter(position -> line.get().equals(line(position)));
    }

    private static Optional<Position> parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return SegmentName.parse(parts[0]).map(segment -> new Position(segment, Long.parseLong(parts[1])));
    }

    void write(Position position) throws IOException {
        folder.replace(NAME, line(position).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Position position) {
        CRC32C crc = new CRC32C();
        crc.update(position.text().getBytes(StandardCharsets.UTF_8));
        return position.text() + String.format("%08x\n", crc.getValue());
    }
}
