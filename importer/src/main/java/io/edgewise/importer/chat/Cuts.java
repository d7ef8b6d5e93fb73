// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Divides what stands between two messages, never inside a control piece: a board wouldn't know the halves.
/// Immutable.
final class Cuts {
    private final Pattern pieces;

    /// @param begin a control piece, or empty
    /// @param end a control piece, or empty
    Cuts(String begin, String end) {
        String known = Stream.of(begin, end)
                .filter(piece -> !piece.isEmpty())
                .map(piece -> Pattern.quote(piece) + "|")
                .reduce("", String::concat);
        this.pieces = Pattern.compile(known + "<[^<>\\s]{1,60}>|\\[/?[A-Z_]+]");
    }

    /// What two texts begin with.
    String commonStart(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        while (isInside(one, length) || isInside(other, length)) {
            length--;
        }
        return one.substring(0, length);
    }

    /// What two texts end with.
    String commonEnd(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length())
                && one.charAt(one.length() - 1 - length) == other.charAt(other.length() - 1 - length)) {
            length++;
        }
        while (isInside(one, one.length() - length) || isInside(other, other.length() - length)) {
            length--;
        }
        return one.substring(one.length() - length);
    }

    private boolean isInside(String text, int cut) {
        Matcher piece = pieces.matcher(text);
        boolean inside = false;
        while (!inside && piece.find()) {
            inside = piece.start() < cut && cut < piece.end();
        }
        return inside;
    }
}
