// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.MemoryFile;
import io.edgewise.inference.tflite.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files with XNNPACK's packed weights, one for each model, library, processor and set of options. All
/// interpreters of all processes map the same file, so that a further interpreter takes 3 MB in place of 14 to
/// 44, and a tenth of the time to build.
///
/// XNNPACK itself takes a file of another model of the same structure and computes with its weights, ends the
/// process for one of another structure, and answers NaN when bits flipped. So a name has everything that the
/// content depends on, and its checksum: `<key>-<crc32c>.weights`. Each file is checked once per process before
/// it is used, and is deleted when in doubt. It is packed in memory, copied under another name, forced to the
/// disk, and renamed.
///
/// Without room, or without a folder that can be written, there is no cache, and everything works as before.
///
/// Thread-safe. Whoever asks for a file that is being made or checked waits for it, and for no other: the
/// weights of a large model must not hold up small ones.
public final class WeightCaches {
    private static final Logger LOG = LoggerFactory.getLogger(WeightCaches.class);
    private static final String SUFFIX = ".weights";
    private static final String DRAFT = ".draft";
    private static final int KEY_DIGITS = 32;
    /// Packed weights take about as much as the model; the rest is for whoever else uses the disk.
    private static final int ROOM = 3;

    private static final Duration UNUSED = Duration.ofDays(30);

    private final Path folder;
    private final String machine;
    private final Map<String, CompletableFuture<Optional<Path>>> known = new ConcurrentHashMap<>();

    /// @param folder writable only by this user; made when it is needed
    /// @param machine what beside model and options the content depends on: the library and the processor
    public WeightCaches(Path folder, String machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /// The delegate with its cache, which is made if it isn't there; or the delegate as it is.
    ///
    /// @param sha256 of the model file
    public Delegate.XnnPack cached(Delegate.XnnPack delegate, Model model, String sha256) {
        String key = key(delegate, sha256);
        return file(key, delegate, model).map(delegate::cachedIn).orElse(delegate);
    }

    /// Outside the map, which would make others wait.
    private Optional<Path> file(String key, Delegate.XnnPack delegate, Model model) {
        CompletableFuture<Optional<Path>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Path>> others = known.putIfAbsent(key, mine);
        if (others != null) {
            return others.join();
        }
        try {
            mine.complete(open(key, delegate, model));
        } finally {
            if (!mine.isDone()) { // whoever comes next tries again; whoever waits does without
                known.remove(key, mine);
                mine.complete(Optional.empty());
            }
        }
        return mine.join();
    }

    private String key(Delegate.XnnPack delegate, String sha256) {
        String what = sha256 + "\n" + machine + "\n" + delegate.flags();
        return Sha256.of(ByteBuffer.wrap(what.getBytes(StandardCharsets.UTF_8))).substring(0, KEY_DIGITS);
    }

    private Optional<Path> open(String key, Delegate.XnnPack delegate, Model model) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Optional<Path> there = find(key);
            return there.isPresent() ? there : make(key, delegate, model);
        } catch (IOException e) {
            LOG.atInfo().log("no cache of packed weights in {}: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    private Optional<Path> find(String key) throws IOException {
        Optional<Path> right = Optional.empty();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{" + SUFFIX + "," + DRAFT + "}")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(key) || name.endsWith(DRAFT)) {
                    removeWhenUnused(file);
                } else if (name.equals(name(key, checksum(file)))) {
                    right = Optional.of(file);
                } else {
                    LOG.atWarn().log("{} was damaged and is made again", file);
                    Files.delete(file);
                }
            }
        }
        if (right.isPresent()) {
            Files.setLastModifiedTime(right.get(), FileTime.from(Instant.now()));
        }
        return right;
    }

    /// Of models and libraries that were replaced, or of a start that was cut off.
    private static void removeWhenUnused(Path file) throws IOException {
        try {
            Instant used = Files.getLastModifiedTime(file).toInstant();
            if (used.isBefore(Instant.now().minus(UNUSED))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.atDebug().log("{} has got another name meanwhile", file); // whoever made it was done
        }
    }

    private Optional<Path> make(String key, Delegate.XnnPack delegate, Model model) throws IOException {
        long room = ROOM * model.file().size();
        if (Files.getFileStore(folder).getUsableSpace() < room) {
            LOG.atInfo().log("no cache of packed weights in {}: there is too little room", folder);
            return Optional.empty();
        }
        try (MemoryFile packed = MemoryFile.create("packed weights")) {
            mayGrow(packed.path(), room);
            pack(packed.path(), delegate, model);
            // Of some models XNNPACK packs nothing.
            return Files.size(packed.path()) == 0 ? Optional.empty() : Optional.of(keep(key, packed.path()));
        }
    }

    /// A limit on the size of files (`ulimit -f`) is an exception here, and the end of the process in XNNPACK.
    private static void mayGrow(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), bytes);
            channel.truncate(0);
        }
    }

    /// XNNPACK writes the file while it takes a graph, and ends the process when it can't: on a disk that may
    /// be full it must not.
    private static void pack(Path file, Delegate.XnnPack delegate, Model model) throws IOException {
        try {
            model.interpreter(InterpreterOptions.with(delegate.cachedIn(file))).close();
        } catch (InferenceException e) {
            // The same will be refused without a cache, and then the reason is told.
            throw new IOException("XNNPACK refuses " + model.file().name(), e);
        }
    }

    private Path keep(String key, Path packed) throws IOException {
        Path draft = Files.createTempFile(folder, key, DRAFT);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                Files.copy(packed, Channels.newOutputStream(channel));
                channel.force(true);
            }
            Path right = folder.resolve(name(key, checksum(draft)));
            Files.move(draft, right, StandardCopyOption.ATOMIC_MOVE);
            return right;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String name(String key, long checksum) {
        return key + "-" + Long.toHexString(checksum) + SUFFIX;
    }

    private static long checksum(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            CRC32C crc = new CRC32C();
            crc.update(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            return crc.getValue();
        }
    }
}
