// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// The dotted text of an IPv4 address. Immutable.
final class Ipv4Text {
    private static final int PARTS = 4;
    private static final int MOST = 255;

    private Ipv4Text() {}

    /// Whether it is four decimal numbers of a byte each. One with a leading zero is none: some systems read it as
    /// octal (RFC 6943 section 3.1.1).
    static boolean isAddress(String text) {
        int parts = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (digits == 0 || value > MOST || ++parts > PARTS) {
                    return false;
                }
                digits = 0;
                value = 0;
            } else {
                if (!Source.isDigit(c) || digits == 3 || (digits > 0 && value == 0)) {
                    return false;
                }
                value = 10 * value + c - '0';
                digits++;
            }
        }
        return parts == PARTS;
    }
}
