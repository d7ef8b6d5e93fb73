// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;
import java.util.List;

/// Files or patterns of a site that can't be used. Fatal for the step that names them; the message lists
/// everything that is wrong.
public final class RuleException extends InferenceException {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    /// Something wrong with a rule. Immutable.
    ///
    /// @param file where it stands
    /// @param line the line, counted from 1; 0 when it is the file as a whole
    /// @param message what is wrong, and what to do
    public record RuleProblem(Path file, int line, String message) {
        /// As `lists/block.txt, line 3: …`.
        @Override
        public String toString() {
            return file + (line > 0 ? ", line " + line + ": " : " ") + message;
        }
    }

    RuleException(List<RuleProblem> problems) {
        super(String.join("\n  ", problems.stream().map(Object::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, in the order of the files.
    public List<RuleProblem> problems() {
        return problems;
    }
}
