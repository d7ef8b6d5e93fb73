// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// White space as Python's `str.strip` knows it, which is what templates of conversations were tried with: more
/// than Java's `strip`, which leaves no-break spaces.
public final class WhiteSpace {
    private WhiteSpace() {}

    /// Whether a character is white space. All of it lies in the first plane.
    public static boolean is(char c) {
        return switch (c) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= ' ') || (c >= 0x2000 && c <= 0x200a);
        };
    }

    /// The text without white space at both ends.
    public static String trim(String text) {
        return trimStart(trimEnd(text));
    }

    /// The text without white space at its beginning.
    public static String trimStart(String text) {
        return text.substring(leading(text));
    }

    /// The text without white space at its end.
    public static String trimEnd(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static int leading(String text) {
        int start = 0;
        while (start < text.length() && is(text.charAt(start))) {
            start++;
        }
        return start;
    }
}
