// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a worker prints: a vendor's library says on standard error what it says nowhere else. The last lines are
/// kept, and each goes to the log at debug level. Thread-safe: one lock.
final class WorkerOutput {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerOutput.class);
    private static final int MAX_LINES = 40;
    private static final int MAX_LINE = 300;
    private static final int LAST_LINES = 3;

    /// How the JVM begins the report of a crash in native code, and where it says in which library.
    private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) \\(0x");

    private static final Pattern FRAME = Pattern.compile("^# (?:C|j|V|v)\\s+\\[(.+)\\](.*)$");

    /// How the C++ runtime begins its report of an exception.
    private static final String EXCEPTION = "terminate called after throwing";

    private final String name;
    private final Deque<String> lines = new ArrayDeque<>();

    WorkerOutput(String name) {
        this.name = name;
    }

    /// Reads until the stream ends.
    void read(InputStream stream) {
        StringBuilder line = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE) {
                    // What is longer is no sentence, and may have no end.
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the output of worker {} broke", name);
        }
        if (!line.isEmpty()) {
            keep(line.toString());
        }
    }

    private void keep(String line) {
        LOG.atDebug().log("worker {}: {}", name, line);
        synchronized (lines) {
            if (lines.size() == MAX_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }

    private List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /// What the JVM reported of a crash: `SIGSEGV in libnpu.so+0x1169 invoke+0x9`.
    Optional<String> crash() {
        Optional<String> signal = first(SIGNAL).map(match -> match.group(1));
        String frame = first(FRAME)
                .map(match -> " in " + match.group(1)
                        + match.group(2).replaceAll("\\s+", " ").stripTrailing())
                .orElse("");
        return signal.map(name -> name + frame);
    }

    private Optional<Matcher> first(Pattern pattern) {
        return lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    /// The last lines that are not of the JVM's report, none of them twice; of a C++ exception that nobody caught,
    /// what the runtime says of it.
    String lastWords() {
        List<String> last = lines().reversed().stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .distinct()
                .limit(LAST_LINES)
                .toList()
                .reversed();
        Stream<String> words = last.stream().anyMatch(WorkerOutput::beginsException)
                ? last.stream().dropWhile(line -> !beginsException(line))
                : last.stream();
        return String.join(" / ", words.map(String::strip).toList());
    }

    private static boolean beginsException(String line) {
        return line.startsWith(EXCEPTION);
    }
}
