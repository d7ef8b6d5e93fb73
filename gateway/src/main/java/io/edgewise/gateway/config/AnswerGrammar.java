// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.inference.grammar.Grammar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// The grammar of a form that answers have.
public final class AnswerGrammar {
    private static final int MOST_SCHEMA_BYTES = 1 << 20;

    private AnswerGrammar() {}

    /// What an answer may be; empty when it may be anything.
    ///
    /// @throws io.edgewise.inference.grammar.GrammarException with all that is wrong with it
    /// @throws IllegalArgumentException when its file can't be read
    public static Optional<Grammar> of(Form form) {
        return switch (form) {
            case Form.Anything anything -> Optional.empty();
            case Form.JsonSchema schema -> Optional.of(Grammar.ofJsonSchema(read(schema)));
            case Form.Regex regex -> Optional.of(Grammar.ofRegex(regex.expression()));
            case Form.OneOf oneOf -> Optional.of(Grammar.ofOptions(oneOf.options()));
        };
    }

    private static String read(Form.JsonSchema schema) {
        try {
            if (Files.size(schema.file()) > MOST_SCHEMA_BYTES) {
                throw new IllegalArgumentException(schema.file() + " has more than " + MOST_SCHEMA_BYTES + " bytes");
            }
            return Files.readString(schema.file());
        } catch (IOException e) {
            throw new IllegalArgumentException(schema.file() + " can't be read: " + e, e);
        }
    }
}
