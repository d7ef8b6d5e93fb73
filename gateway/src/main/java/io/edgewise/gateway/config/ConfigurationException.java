// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.Problem;
import java.nio.file.Path;
import java.util.List;

/// A configuration that can't be used. The message lists every problem with its line and path.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigurationException(Path file, int line, String problem) {
        this(file, List.of(new Problem("", line, problem)));
    }

    public ConfigurationException(Path file, List<Problem> problems) {
        super(file + ": " + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + "\n"
                + String.join("\n", problems.stream().map(p -> "  " + p).toList()));
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, in the order of reading.
    public List<Problem> problems() {
        return problems;
    }
}
