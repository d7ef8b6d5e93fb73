// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.testkit.Journal;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java program in a process of its own, for tests that kill it.
///
/// ```java
/// try (Child gateway = Child.jar(Path.of("gateway.jar")).arguments("run", "-c", file).start()) {
///     gateway.awaitLine("READY", Duration.ofSeconds(20));
///     gateway.kill();
/// }
/// ```
///
/// Thread-safe. Two daemon threads of its own read its output, so that a full pipe never stops it; the first
/// [Journal#CAPACITY] lines are kept, later ones are read and dropped. It is killed on close and with this JVM.
///
/// Every limit is multiplied by the system property `edgewise.testkit.patience`, which is for emulated processors.
public final class Child implements AutoCloseable {
    private static final Duration READERS = Duration.ofSeconds(5);
    private static final int STREAMS = 2;
    private static final int PATIENCE = Integer.getInteger("edgewise.testkit.patience", 1);
    private static final String CLASS_PATH = absolute(System.getProperty("java.class.path"));

    private final OwnProcess process;
    private final Journal<Line> lines;
    private final AtomicInteger openStreams = new AtomicInteger(STREAMS);
    private final List<Thread> readers;

    /// Where a line was written.
    public enum Source {
        STDOUT,
        STDERR
    }

    /// One line of output, without its end.
    public record Line(Source source, String text) {}

    private Child(String name, OwnProcess process) {
        this.process = process;
        this.lines = new Journal<>("lines written by " + name);
        this.readers = List.of(
                reader(name, Source.STDOUT, process.process().getInputStream()),
                reader(name, Source.STDERR, process.process().getErrorStream()));
    }

    /// A program by its main class, on this JVM's own class path.
    public static Builder program(String mainClass) {
        return new Builder(mainClass.substring(mainClass.lastIndexOf('.') + 1), List.of("-cp", CLASS_PATH, mainClass));
    }

    /// A program by its executable jar, whose manifest names all the rest.
    public static Builder jar(Path jar) {
        return new Builder(
                jar.getFileName().toString(),
                List.of("-jar", jar.toAbsolutePath().toString()));
    }

    /// A program by its module, and its main class in it, on a module path.
    public static Builder module(List<Path> modulePath, String module, String mainClass) {
        String path = modulePath.stream()
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return new Builder(module, List.of("-p", path, "-m", module + "/" + mainClass));
    }

    /// What is to be started. Confined to the thread that made it.
    public static final class Builder {
        private final String name;
        private final List<String> program;
        private List<String> jvmArguments = List.of();
        private List<String> arguments = List.of();
        private final Map<String, String> environment = new HashMap<>();
        private Path directory = Path.of("").toAbsolutePath();
        private List<String> runner = List.of();

        private Builder(String name, List<String> program) {
            this.name = name;
            this.program = program;
        }

        /// Arguments of the JVM: `-Xmx96m`.
        public Builder jvmArguments(String... given) {
            jvmArguments = List.of(given);
            return this;
        }

        /// Arguments of the program.
        public Builder arguments(String... given) {
            arguments = List.of(given);
            return this;
        }

        /// One environment variable beside those of this JVM.
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /// The working directory.
        public Builder directory(Path other) {
            directory = other;
            return this;
        }

        /// A command that is followed by the JVM and its arguments, and runs it: `unshare --mount`.
        public Builder under(String... command) {
            runner = List.of(command);
            return this;
        }

        /// Starts the program with the JDK that runs this one.
        public Child start() {
            List<String> command = new ArrayList<>(runner);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmArguments);
            command.addAll(program);
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(environment);
            return new Child(name, OwnProcess.start(name, builder));
        }
    }

    /// Relative entries are meant from here, not from the child's working directory.
    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Everything written so far, in order of arrival; the order between the two streams is approximate.
    public Journal<Line> lines() {
        return lines;
    }

    /// What was written to one stream so far.
    public List<String> lines(Source source) {
        return lines.all().stream()
                .filter(line -> line.source() == source)
                .map(Line::text)
                .toList();
    }

    /// The first line, on either stream, in which the regular expression is found; waits for it if need be.
    ///
    /// @throws AssertionError with the last lines, when the limit has passed or the program ended without it
    public Line awaitLine(String regex, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        return lines.await(line -> pattern.matcher(line.text()).find(), limit.multipliedBy(PATIENCE));
    }

    /// Process id.
    public long pid() {
        return process.process().pid();
    }

    /// Whether it still runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL: no shutdown hook runs. Returns when the process is gone.
    public void kill() {
        process.kill();
    }

    /// SIGTERM: shutdown hooks run. Returns at once; wait with [#awaitExit(Duration)].
    public void terminate() {
        process.terminate();
    }

    /// SIGSTOP: its connections stay open and nothing is read or answered.
    public void freeze() {
        process.signal("STOP");
    }

    /// SIGCONT.
    public void thaw() {
        process.signal("CONT");
    }

    /// The exit code: 143 after SIGTERM, 137 after SIGKILL.
    ///
    /// @throws AssertionError when it still runs at the limit
    public int awaitExit(Duration limit) {
        Duration patient = limit.multipliedBy(PATIENCE);
        Integer code = process.awaitExit(patient);
        if (code == null) {
            throw new AssertionError("process %d still runs after %s".formatted(pid(), patient));
        }
        return code;
    }

    /// Kills what still runs and waits until its output is read.
    @Override
    public void close() {
        process.close();
        try {
            for (Thread reader : readers) {
                reader.join(READERS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread reader(String name, Source source, InputStream stream) {
        return Thread.ofPlatform().daemon().name("child-" + name + "-" + source).start(() -> read(source, stream));
    }

    private void read(Source source, InputStream stream) {
        String end = "its output ended";
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                keep(new Line(source, text));
            }
        } catch (IOException e) {
            // The pipe of a killed process may break instead of ending.
            end = "its output broke: " + e.getMessage();
        }
        if (openStreams.decrementAndGet() == 0) {
            lines.end(end);
        }
    }

    private void keep(Line line) {
        // One short of full, because both readers may come past this check together.
        if (lines.size() < Journal.CAPACITY - 1) {
            lines.add(line);
        }
    }
}
