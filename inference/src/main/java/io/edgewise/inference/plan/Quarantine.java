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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers on disk which vendors' libraries ended the process that tried them, so that a board doesn't try
/// again at each start. A marker is there while a library is tried, too: a driver that takes the whole board down
/// is met twice. Once may be a power cut, or somebody who didn't want to wait.
///
/// A marker is for one library by its content, all that the site says of it, and one model: whatever the site
/// changes is tried anew. Thread-safe: each marker is a file of its own, written by the one thread that tries.
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int MOST_ATTEMPTS = 2;

    /// The second line of a marker while its library is tried.
    private static final Pattern PROBE = Pattern.compile("attempt (\\d{1,9}) of process (\\d{1,18}) of (\\d{1,18})");

    private final Path folder;
    private final InstantSource clock;
    private final Prober self;

    /// A process that tries a library.
    ///
    /// @param started when, in milliseconds since 1970: after a boot others have its id
    record Prober(long pid, long started) {
        static Prober current() {
            ProcessHandle process = ProcessHandle.current();
            return new Prober(process.pid(), started(process));
        }

        private static long started(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }

        private boolean isAlive() {
            return ProcessHandle.of(pid)
                    .filter(process -> started(process) == started)
                    .isPresent();
        }
    }

    /// A trial that is going on, or didn't end.
    private record Probe(int attempt, Prober prober) {
        /// The first is forgiven, and one that goes on in another process is no crash.
        private boolean isHeldAgainstIt() {
            return attempt >= MOST_ATTEMPTS && !prober.isAlive();
        }

        private int nextAttempt() {
            return prober.isAlive() ? attempt : attempt + 1;
        }
    }

    /// @param folder writable only by this user; made when it is needed
    public Quarantine(Path folder) {
        this(folder, InstantSource.system(), Prober.current());
    }

    Quarantine(Path folder, InstantSource clock, Prober self) {
        this.folder = folder;
        this.clock = clock;
        this.self = self;
    }

    /// The marker of one trial.
    final class Marker {
        private final Path file;

        private Marker(Path file) {
            this.file = file;
        }

        /// Why it must not be tried, as a sentence with what to do about it.
        Optional<String> reason() {
            List<String> lines = lines();
            return lines.isEmpty()
                            || probe(lines)
                                    .filter(probe -> !probe.isHeldAgainstIt())
                                    .isPresent()
                    ? Optional.empty()
                    : Optional.of(lines.getFirst() + "; remove " + file + " to try it again");
        }

        private Optional<Probe> probe(List<String> lines) {
            return lines.stream()
                    .map(PROBE::matcher)
                    .filter(Matcher::matches)
                    .map(match -> new Probe(
                            Integer.parseInt(match.group(1)),
                            new Prober(Long.parseLong(match.group(2)), Long.parseLong(match.group(3)))))
                    .findFirst();
        }

        private List<String> lines() {
            try {
                return Files.readAllLines(file);
            } catch (NoSuchFileException e) {
                return List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// A trial begins.
        void probing() {
            int attempt = probe(lines()).map(Probe::nextAttempt).orElse(1);
            String sentence = attempt == 1 ? "it is being tried since " : attempt + " trials did not end, the last of ";
            write(sentence + now() + "\nattempt " + attempt + " of process " + self.pid() + " of " + self.started());
        }

        /// It ended the worker, or hung.
        void crashed(String how) {
            write(how + " (" + now() + ")");
        }

        /// It did neither.
        void clear() {
            try {
                if (Files.deleteIfExists(file)) {
                    forceNames();
                }
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
                forceNames();
            } catch (IOException e) {
                LOG.atWarn().log("{} can't be written, so a crash won't be remembered: {}", file, e.toString());
            }
        }

        /// A file that was made or removed is so after a power cut only when its folder is on the disk, too.
        private void forceNames() throws IOException {
            try (FileChannel names = FileChannel.open(folder)) {
                names.force(true);
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
