// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A folder on a disk that has only so much room, or fails, when the test says so. What fits of a write is written
/// before it fails, as a real disk does it. Confined to the test's thread.
final class FailingFolder implements SpoolFolder {
    private final SpoolFolder disk;
    private long room = Long.MAX_VALUE;
    private boolean failsToForce;
    private boolean failsToRead;
    private boolean failsToTruncate;
    private int forces;
    private long forcedBytes;
    private long writtenBytes;

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
    long unforcedBytes() {
        return writtenBytes - forcedBytes;
    }

    private final class FailingFile implements SpoolFile {
        private final SpoolFile file;

        FailingFile(SpoolFile file) {
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
            writtenBytes += fits;
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
            forcedBytes = writtenBytes;
            file.force();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            if (failsToTruncate) {
                throw new IOException("Read-only file system");
            }
            file.truncate(bytes);
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
        return new FailingFile(disk.create(name));
    }

    @Override
    public SpoolFile open(String name) throws IOException {
        return new FailingFile(disk.open(name));
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
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
