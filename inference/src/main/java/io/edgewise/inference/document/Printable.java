// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.stream.Collectors;

/// Texts of others, for a terminal or a line of a document: an escape sequence in a device's text or in a model
/// file would be obeyed there.
public final class Printable {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c; // Persian needs it
    private static final int ZERO_WIDTH_JOINER = 0x200d; // emoji need it

    private Printable() {}

    /// On one line: control characters as pictures, white space as blanks.
    public static String line(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r') {
                result.append(' ');
            } else if (Character.isISOControl(c)) {
                result.appendCodePoint(c >= 0x7f ? 0x2421 : 0x2400 + c);
            } else if (disturbsTheLine(c)) {
                result.append(REPLACEMENT);
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.toString();
    }

    /// The same on as many lines as the text has.
    public static String lines(String text) {
        return text.lines().map(Printable::line).collect(Collectors.joining("\n"));
    }

    /// What begins a new line or turns the direction of writing, and halves of a character.
    private static boolean disturbsTheLine(int c) {
        return switch (Character.getType(c)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER && c < 0xe0000;
            default -> false;
        };
    }
}
