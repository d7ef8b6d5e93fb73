// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.chat.jinja.TemplateException;

/// Texts of templates in sentences: on one line, with their line feeds visible.
final class Quotes {
    private static final int BEFORE = 12;
    private static final int BEHIND = 40;

    private Quotes() {}

    static String of(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }

    /// What stands around a place, shortened.
    static String around(String text, int at) {
        int start = Math.max(0, at - BEFORE);
        int end = Math.min(text.length(), at + BEHIND);
        return (start > 0 ? "…" : "") + of(text.substring(start, end)) + (end < text.length() ? "…" : "");
    }

    /// @param expected what the template makes
    /// @param got what the marks make
    static TemplateException difference(String of, String expected, String got) {
        int at = 0;
        while (at < Math.min(expected.length(), got.length()) && expected.charAt(at) == got.charAt(at)) {
            at++;
        }
        return new TemplateException("the template does more than mark turns: of " + of + ", it makes "
                + around(expected, at) + " at character " + at + " where its marks make " + around(got, at)
                + "; such a template isn't understood");
    }
}
