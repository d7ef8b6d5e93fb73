// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.InferenceException;
import java.util.List;

/// A grammar that can't be used, alone or with this vocabulary or message. Fatal for the route that has it,
/// but for a message without a word to take. The message lists everything that is wrong.
public final class GrammarException extends InferenceException {
    private static final long serialVersionUID = 1L;

    private final transient List<GrammarProblem> problems;

    /// Something wrong in a grammar. Immutable.
    ///
    /// @param pointer where in a schema, as a JSON Pointer (RFC 6901); empty for the whole
    /// @param message what is wrong, and what to do
    public record GrammarProblem(String pointer, String message) {
        /// As `/properties/a/minimum: …`.
        @Override
        public String toString() {
            return pointer.isEmpty() ? message : pointer + ": " + message;
        }
    }

    GrammarException(String message) {
        this(List.of(new GrammarProblem("", message)));
    }

    GrammarException(List<GrammarProblem> problems) {
        super(String.join("\n  ", problems.stream().map(Object::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, in the order of the schema.
    public List<GrammarProblem> problems() {
        return problems;
    }
}
