// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.JsonDocument;
import io.edgewise.inference.grammar.Grammar;
import java.nio.file.Path;
import java.util.Optional;

/// The grammar of a form that answers have.
public final class AnswerGrammar {
    private static final int MOST_SCHEMA_BYTES = 1 << 20;

    private AnswerGrammar() {}

    /// What an answer may be; empty when it may be anything.
    ///
    /// @throws io.edgewise.inference.grammar.GrammarException with all that is wrong with it
    /// @throws IllegalArgumentException when its file can't be read, or is not JSON
    public static Optional<Grammar> of(Form form) {
        return switch (form) {
            case Form.Anything anything -> Optional.empty();
            case Form.JsonSchema schema -> Optional.of(Grammar.ofJsonSchema(read(schema.file())));
            case Form.Regex regex -> Optional.of(Grammar.ofRegex(regex.expression()));
            case Form.OneOf oneOf -> Optional.of(Grammar.ofOptions(oneOf.options()));
        };
    }

    private static DocumentNode read(Path schema) {
        try {
            return JsonDocument.read(schema, MOST_SCHEMA_BYTES);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(schema + " can't be read: " + e.getMessage(), e);
        }
    }
}
