// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.ConnectionFailedException;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/// A real Mosquitto on a free port of loopback, to be stopped, killed, frozen and started again by a test.
///
/// ```java
/// try (Mosquitto broker = Mosquitto.config().persistence().start()) {
///     broker.kill();
///     broker.restart();
/// }
/// ```
///
/// Its folder holds configuration, persistence and log, and is deleted on close. Only the process started here is
/// ever signalled.
///
/// Confined to the test's thread.
public final class Mosquitto implements AutoCloseable {
    private static final String MISSING = "skipped: mosquitto is not installed (apt install mosquitto)";
    private static final String SAVING = "Saving in-memory database";
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path binary;
    private final Path folder;
    private final int port;
    private OwnProcess process;

    private Mosquitto(Path binary, Path folder, int port) {
        this.binary = binary;
        this.folder = folder;
        this.port = port;
        this.process = startProcess();
    }

    /// The Mosquitto binary, from `/usr/sbin` or the search path.
    ///
    /// Without one the calling test is skipped with a sentence; in continuous integration (environment variable
    /// `CI=true`) it fails instead, so that a skip cannot go unnoticed there.
    public static Path require() {
        return require(find("mosquitto"), System.getenv());
    }

    static Path require(Optional<Path> binary, Map<String, String> environment) {
        if (binary.isEmpty()) {
            if ("true".equals(environment.get("CI"))) {
                throw new AssertionFailedError("not " + MISSING + ": CI=true forbids the skip");
            }
            Assumptions.abort(MISSING);
        }
        return binary.orElseThrow();
    }

    /// Starts one with the defaults of [MosquittoConfig].
    public static Mosquitto start() {
        return config().start();
    }

    /// What to change before the start.
    public static MosquittoConfig config() {
        return new MosquittoConfig();
    }

    static Mosquitto start(Path binary, Path folder, int port) {
        Mosquitto broker = new Mosquitto(binary, folder, port);
        try {
            broker.awaitAnswer();
            return broker;
        } catch (RuntimeException | AssertionError e) {
            broker.process.close();
            throw e;
        }
    }

    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin"),
                        Stream.of(path.split(File.pathSeparator)))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The port, the same after a restart.
    public int port() {
        return port;
    }

    /// For other clients: `tcp://127.0.0.1:PORT`.
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /// For a client of the testkit.
    public ConnectOptions options() {
        return ConnectOptions.to(port);
    }

    /// Process id.
    public long pid() {
        return process.process().pid();
    }

    /// Whether it runs; a frozen one does.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM, and waits for the end: the persistence is written.
    public void stop() {
        process.terminate();
        if (process.awaitExit(STOP) == null) {
            throw new IllegalStateException("mosquitto on port %d ignored SIGTERM for %s".formatted(port, STOP));
        }
        process.close();
    }

    /// SIGKILL, and waits for the end: only what an autosave has written is left.
    public void kill() {
        process.close();
    }

    /// SIGSTOP: connections stay open and nothing is answered.
    public void freeze() {
        process.signal("STOP");
    }

    /// SIGCONT.
    public void thaw() {
        process.signal("CONT");
    }

    /// Waits for an autosave that begins after this call: what the broker has now survives [#kill()]. Needs
    /// [MosquittoConfig#persistence()], which saves every second.
    public void awaitSaved(Duration limit) {
        int before = log().size();
        try {
            Awaitility.await()
                    .atMost(limit)
                    .pollInterval(POLL)
                    .until(() -> log().stream().skip(before).anyMatch(line -> line.contains(SAVING)));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("mosquitto on port %d did not save within %s".formatted(port, limit), e);
        }
        // The line is written before the file; with its one thread the broker answers only after both.
        awaitAnswer();
    }

    /// Starts it again on the same port with the same persistence, after stopping it if it runs. Returns when it
    /// answers.
    public void restart() {
        if (process.isAlive()) {
            stop();
        }
        process = startProcess();
        awaitAnswer();
    }

    /// The lines of its log so far, of earlier runs too.
    public List<String> log() {
        return lines(MosquittoConfig.log(folder));
    }

    /// Kills it and deletes its folder.
    @Override
    public void close() {
        process.close();
        delete(folder);
    }

    private OwnProcess startProcess() {
        File output = output().toFile();
        return OwnProcess.start(
                "mosquitto",
                new ProcessBuilder(
                                binary.toString(),
                                "-c",
                                MosquittoConfig.file(folder).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output)));
    }

    /// Until it has read its configuration it speaks on its output, afterwards in its log.
    private List<String> words() {
        return Stream.concat(lines(output()).stream(), log().stream()).toList();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("reading what mosquitto wrote to " + file, e);
        }
    }

    private void awaitAnswer() {
        try {
            Awaitility.await().atMost(START).pollInterval(POLL).until(() -> !process.isAlive() || answers());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "mosquitto on port %d does not answer a CONNECT: %s".formatted(port, words()), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended at once with exit code %s: %s"
                    .formatted(process.awaitExit(Duration.ZERO), words()));
        }
    }

    /// A refusal is an answer as well: a broker with passwords refuses us.
    private boolean answers() {
        try (RawMqttClient client = RawMqttClient.connect(options().withPatience(Duration.ofSeconds(1)))) {
            return client.isOpen();
        } catch (ConnectionFailedException e) {
            return e.reasonCode().isPresent();
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + folder, e);
        }
    }
}
