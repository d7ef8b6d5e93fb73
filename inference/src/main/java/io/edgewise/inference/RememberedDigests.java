// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers the SHA-256 of files that have not changed since it was computed, because hashing 60 MB at each
/// start takes longer than everything else together on a small board.
///
/// A file counts as unchanged when its inode, size, modification time and inode change time are what they were,
/// and its CRC-32C is. The change time can't be set by a program, so somebody who changes a file is noticed; the
/// checksum, which the processor computes at memory speed, notices a disk that gives other bytes. `edgewise
/// doctor` reads everything.
///
/// One line per file, in a folder that only its user can write to: `sha256 crc32c inode size modified changed
/// path`.
///
/// Thread-safe: one lock; the file is replaced as a whole.
public final class RememberedDigests implements FileDigests {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedDigests.class);
    private static final int FIELDS = 7;

    private final Path ledger;
    private final Map<String, String> lines = new TreeMap<>();
    private final Object lock = new Object();

    /// @param folder writable only by this user, as the cache of [io.edgewise.inference.tflite.NativeLibrary] is
    public RememberedDigests(Path folder) {
        this.ledger = folder.resolve("digests");
        if (Files.exists(ledger)) {
            read();
        }
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(ledger)) {
                String[] fields = line.split(" ", FIELDS);
                if (fields.length == FIELDS) {
                    lines.put(fields[FIELDS - 1], line);
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("{} can't be read; files are hashed again", ledger);
        }
    }

    @Override
    public String sha256(Path file, ByteBuffer content) {
        String path = file.toAbsolutePath().normalize().toString();
        String key;
        try {
            key = checksum(content) + " " + identity(file) + " " + path;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.atDebug().setCause(e).log("{} has no identity here; it is hashed each time", file);
            return READING.sha256(file, content);
        }
        synchronized (lock) {
            String known = lines.get(path);
            if (known != null && known.substring(known.indexOf(' ') + 1).equals(key)) {
                return known.substring(0, known.indexOf(' '));
            }
        }
        String sha256 = READING.sha256(file, content);
        remember(path, sha256 + " " + key);
        return sha256;
    }

    private static String identity(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
        return Stream.of("ino", "size", "lastModifiedTime", "ctime")
                .map(name -> String.valueOf(attributes.get(name)))
                .collect(Collectors.joining(" "));
    }

    private static String checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content.duplicate());
        return Long.toHexString(crc.getValue());
    }

    private void remember(String path, String line) {
        synchronized (lock) {
            lines.put(path, line);
            List<String> all = new ArrayList<>(lines.values());
            try {
                Path part = Files.createTempFile(ledger.toAbsolutePath().getParent(), "digests", ".part");
                Files.write(part, all);
                Files.move(part, ledger, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("{} can't be written; files are hashed again next time", ledger);
            }
        }
    }
}
