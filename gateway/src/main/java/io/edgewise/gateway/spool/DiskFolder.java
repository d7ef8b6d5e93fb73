// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder on a disk, locked against a second gateway. Confined to the spool's thread.
final class DiskFolder implements SpoolFolder {
    private static final String LOCK = "lock";
    private static final String PART = ".part";

    private record DiskFile(FileChannel channel) implements SpoolFile {
        @Override
        public long bytes() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            long at = offset;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw new EOFException("the file ends at " + at);
                }
                at += read;
            }
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            long at = offset;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false); // the length is written as well, for without it the data could not be read
        }

        @Override
        public void truncate(long bytes) throws IOException {
            channel.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private final Path folder;
    private final FileChannel lock;

    private DiskFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Takes a folder, made when it is not there.
    ///
    /// @throws IOException when it can't be used, or another process has it
    static DiskFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IOException("another gateway uses " + folder + ": end it, or give this one another state folder");
        }
        return new DiskFolder(folder, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another gateway in this process
        }
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Override
    public SpoolFile create(String name) throws IOException {
        Path file = folder.resolve(name);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            forceNames();
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
        return new DiskFile(channel);
    }

    @Override
    public SpoolFile open(String name) throws IOException {
        return new DiskFile(FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + PART);
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                int written = channel.write(bytes);
                assert written >= 0;
            }
            channel.force(false);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Optional<byte[]> small(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// A file that was made is there after a power cut only when its folder is on the disk, too.
    private void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
