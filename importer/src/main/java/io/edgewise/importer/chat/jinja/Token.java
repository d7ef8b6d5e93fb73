// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

/// A piece of a template. Immutable.
///
/// @param text for a string, what it stands for
/// @param at its place in the template
record Token(Kind kind, String text, int at) {
    enum Kind {
        /// Between tags.
        TEXT,
        /// `{{`
        PRINT,
        /// `}}`
        PRINT_END,
        /// `{%`
        BLOCK,
        /// `%}`
        BLOCK_END,
        NAME,
        STRING,
        NUMBER,
        OPERATOR,
        /// Behind everything.
        END
    }

    boolean is(Kind wanted, String word) {
        return kind == wanted && text.equals(word);
    }

    /// For a sentence.
    String describe() {
        return switch (kind) {
            case TEXT -> "the text " + Source.quoted(text);
            case STRING -> "the string " + Source.quoted(text);
            case END -> "the end of the template";
            default -> Source.quoted(text);
        };
    }
}
