// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A folder on a disk that has only so much room, or fails, when the test says so. What fits of a write is
/// written before it fails, as a real disk does it. Nothing is forced for real: what would be lost is known, and
/// [#cutPower] takes it away. Confined to the test's thread.
final class FailingFolder implements SpoolFolder {
    private final SpoolFolder disk;
    private long room = Long.MAX_VALUE;
    private boolean failsToForce;
    private boolean failsToRead;
    private boolean failsToTruncate;
    private int forces;
    /// What of each file would outlast a power cut.
    private final Map<String, Long> forcedBytes = new HashMap<>();

    FailingFolder(SpoolFolder disk) {
        this.disk = disk;
    }

    /// From now on so many bytes can be written.
    void setRoom(long bytes) {
        room = bytes;
    }

    void setFailsToForce(boolean fails) {
        failsToForce = fails;
    }

    void setFailsToRead(boolean fails) {
        failsToRead = fails;
    }

    void setFailsToTruncate(boolean fails) {
        failsToTruncate = fails;
    }

    /// How often something was forced to the disk.
    int forces() {
        return forces;
    }

    /// Bytes that were written and not forced.
    long unforcedBytes() throws IOException {
        long bytes = 0;
        for (Map.Entry<String, Long> file : forcedBytes.entrySet()) {
            try (SpoolFile open = disk.open(file.getKey())) {
                bytes += open.bytes() - file.getValue();
            }
        }
        return bytes;
    }

    /// The power fails: of what was not forced, as much is there as chance has it.
    void cutPower(RandomGenerator random) throws IOException {
        for (Map.Entry<String, Long> file : forcedBytes.entrySet()) {
            try (SpoolFile open = disk.open(file.getKey())) {
                long unforced = open.bytes() - file.getValue();
                if (unforced > 0) {
                    open.truncate(file.getValue() + random.nextLong(unforced + 1));
                }
            }
        }
        close();
    }

    private final class FailingFile implements SpoolFile {
        private final String name;
        private final SpoolFile file;

        FailingFile(String name, SpoolFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long bytes() throws IOException {
            return file.bytes();
        }

        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            if (failsToRead) {
                throw new IOException("Input/output error");
            }
            file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            int fits = (int) Math.min(room, from.remaining());
            boolean all = fits == from.remaining();
            room -= fits;
            file.write(from.slice(from.position(), fits), offset);
            if (!all) {
                throw new IOException("No space left on device");
            }
            from.position(from.limit());
        }

        @Override
        public void force() throws IOException {
            if (failsToForce) {
                throw new IOException("Input/output error");
            }
            forces++;
            forcedBytes.put(name, file.bytes());
        }

        @Override
        public void truncate(long bytes) throws IOException {
            if (failsToTruncate) {
                throw new IOException("Read-only file system");
            }
            file.truncate(bytes);
            forcedBytes.computeIfPresent(name, (file, forced) -> Math.min(forced, bytes));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public SpoolFile create(String name) throws IOException {
        forcedBytes.put(name, 0L);
        return new FailingFile(name, disk.create(name));
    }

    @Override
    public SpoolFile open(String name) throws IOException {
        SpoolFile file = disk.open(name);
        forcedBytes.putIfAbsent(name, file.bytes()); // by the process that wrote it, or it can't be helped now
        return new FailingFile(name, file);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
        forcedBytes.remove(name);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        if (room < content.length) {
            throw new IOException("No space left on device");
        }
        disk.replace(name, content);
    }

    @Override
    public Optional<byte[]> small(String name) throws IOException {
        return disk.small(name);
    }

    @Override
    public String toString() {
        return disk.toString();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
