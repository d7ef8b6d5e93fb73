// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.inference.grammar.Grammar;
import java.util.Optional;

/// The grammar of a form that answers have.
public final class AnswerGrammar {
    private AnswerGrammar() {}

    /// What an answer may be; empty when it may be anything.
    ///
    /// @throws io.edgewise.inference.grammar.GrammarException with all that is wrong with it
    /// @throws IllegalArgumentException when its file can't be read, or is not JSON
    public static Optional<Grammar> of(Form form) {
        return switch (form) {
            case Form.Anything anything -> Optional.empty();
            case Form.JsonSchema schema -> Optional.of(Grammar.ofJsonSchema(schema.file()));
            case Form.Regex regex -> Optional.of(Grammar.ofRegex(regex.expression()));
            case Form.OneOf oneOf -> Optional.of(Grammar.ofOptions(oneOf.options()));
        };
    }
}
