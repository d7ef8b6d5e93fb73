// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of one worker: its socket, and for a moment each shared memory. Only this user can enter it. In
/// memory, where the system has a folder for that. Thread-safe.
final class WorkerFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);
    private static final String PREFIX = "edgewise-worker-";

    private final Path folder;
    private final AtomicInteger memories = new AtomicInteger();

    private WorkerFolder(Path folder) {
        this.folder = folder;
    }

    static WorkerFolder create() throws IOException {
        Path base = base(System.getenv(), Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")));
        removeLeftovers(base);
        String prefix = PREFIX + ProcessHandle.current().pid() + "-";
        return new WorkerFolder(Files.createTempDirectory(
                base, prefix, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /// systemd's folder for running services, else shared memory, else the folder for temporary files.
    static Path base(Map<String, String> environment, Path shared, Path temporary) {
        String runtime = environment.getOrDefault("RUNTIME_DIRECTORY", "");
        if (!runtime.isBlank()) {
            return Path.of(runtime.split(":", -1)[0]);
        }
        return Files.isWritable(shared) ? shared : temporary;
    }

    /// What a process that was killed left behind: nobody else removes it before the next boot.
    private static void removeLeftovers(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path left : folders) {
                String pid =
                        left.getFileName().toString().substring(PREFIX.length()).replaceFirst("-.*", "");
                if (pid.matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    remove(left);
                }
            }
        }
    }

    /// Where the worker finds its host. Paths of sockets have at most 107 bytes, which is why it is short.
    Path socket() {
        return folder.resolve("s");
    }

    /// A name for a further shared memory.
    Path nextMemory() {
        return folder.resolve("m" + memories.getAndIncrement());
    }

    @Override
    public void close() {
        remove(folder);
    }

    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.atDebug().log("left behind: {} ({})", folder, e.toString());
        }
    }
}
