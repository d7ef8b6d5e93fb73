// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.inference.document.Printable;

/// The text of a template, and the place of each character for a sentence. Immutable.
///
/// @param text with line feeds alone at the ends of lines, and none at its end
record Source(String text) {
    private static final int MOST_CHARACTERS = 256 << 10;
    private static final int QUOTED = 60;

    static Source of(String template) {
        if (template.length() > MOST_CHARACTERS) {
            throw new TemplateException(
                    "the template has " + template.length() + " characters, at most " + MOST_CHARACTERS + " are read");
        }
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        return new Source(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    /// What stands against the template at a place.
    TemplateException refusal(int at, String sentence) {
        return new TemplateException(where(at) + sentence);
    }

    /// What the template says against the conversation.
    TemplateException raised(int at, String sentence) {
        return new TemplateException(
                where(at) + "the template refuses the conversation: " + quoted(sentence), sentence);
    }

    private String where(int at) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n')) + ": ";
    }

    /// A piece of the template for a sentence: on one line, and short.
    static String quoted(String piece) {
        String line = Printable.line(piece.replace("\n", "\\n"));
        return "\"" + (line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line) + "\"";
    }
}
