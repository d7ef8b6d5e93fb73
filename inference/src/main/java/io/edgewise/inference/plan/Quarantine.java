// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers on disk which vendors' libraries ended the process that tried them, so that a board doesn't try
/// again at each start. A marker is there while a library is tried, too: a driver that takes the whole board
/// down, again and again, is met once.
///
/// A marker is for one library by its content, all that the site says of it, and one model: whatever the site changes
/// is tried anew. Thread-safe: each marker is a file of its own, written by the one thread that tries.
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String PROBING = "it was being tried, and the trial did not end: ";

    private final Path folder;
    private final InstantSource clock;

    /// @param folder writable only by this user; made when it is needed
    public Quarantine(Path folder) {
        this(folder, InstantSource.system());
    }

    Quarantine(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// The marker of one trial.
    final class Marker {
        private final Path file;

        private Marker(Path file) {
            this.file = file;
        }

        /// Why it must not be tried, as a sentence with what to do about it.
        Optional<String> reason() {
            try {
                return Optional.of(Files.readString(file).strip() + "; remove " + file + " to try it again");
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// A trial begins.
        void probing() {
            write(PROBING + now());
        }

        /// It ended the worker, or hung.
        void crashed(String how) {
            write(how + " (" + now() + ")");
        }

        /// It did neither.
        void clear() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.atWarn()
                        .log("{} can't be removed, so its delegate won't be tried next time: {}", file, e.toString());
            }
        }

        /// On the disk before the trial begins: afterwards there may be nobody to write it.
        private void write(String text) {
            try {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
                    channel.force(true);
                }
            } catch (IOException e) {
                LOG.atWarn().log("{} can't be written, so a crash won't be remembered: {}", file, e.toString());
            }
        }

        private String now() {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    /// @param model SHA-256 of the model file
    Marker of(VendorDelegate delegate, String model) {
        Map<String, String> options = new TreeMap<>(delegate.options());
        String how = delegate.searchPath() + " " + delegate.fixedShapes() + " " + delegate.passLimit();
        // One that isn't there is refused soon, with a sentence of its own.
        String library = Files.isReadable(delegate.library()) ? Sha256.of(delegate.library()) : "";
        String what = library + "\n" + options + "\n" + how + "\n" + model;
        String key = Sha256.of(ByteBuffer.wrap(what.getBytes(StandardCharsets.UTF_8)));
        return new Marker(folder.resolve(delegate.name() + "-" + key.substring(0, 16)));
    }
}
