// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// The text of an IPv6 address, which RFC 5952 asks to be written in lower case, without leading zeros, and with
/// the longest run of zeros as `::`. Immutable.
final class Ipv6Text {
    private static final int GROUPS = 8;

    private static final int GROUP_DIGITS = 4;
    /// Of the groups that a dotted quad at the end stands for.
    private static final int QUAD_GROUPS = 2;

    private Ipv6Text() {}

    /// Whether it is an address without zone (RFC 4291 section 2.2): eight groups of up to four hexadecimal
    /// digits, of which one run of zeros may be left out as `::` and the last two may be a dotted quad.
    static boolean isAddress(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
        // What is left out is one group at least.
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /// How many groups there are between colons; a negative number when one is none.
    private static int groups(String part, boolean quadAtTheEnd) {
        String[] texts = part.split(":", -1);
        int groups = 0;
        for (int i = 0; i < texts.length; i++) {
            if (quadAtTheEnd && i == texts.length - 1 && Ipv4Text.isAddress(texts[i])) {
                groups += QUAD_GROUPS;
            } else if (isGroup(texts[i])) {
                groups++;
            } else {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isGroup(String text) {
        return !text.isEmpty()
                && text.length() <= GROUP_DIGITS
                && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }

    /// @param address a valid IPv6 address without zone; one that ends in a dotted quad keeps it (RFC 5952
    /// section 5)
    static String canonical(String address) {
        int quadStart = address.indexOf('.') < 0 ? address.length() : address.lastIndexOf(':') + 1;
        String quad = address.substring(quadStart);
        int groups = quad.isEmpty() ? GROUPS : GROUPS - QUAD_GROUPS;
        int[] values = values(address.substring(0, quadStart), groups);
        String text = compressed(values);
        if (quad.isEmpty()) {
            return text;
        }
        return text.endsWith(":") ? text + quad : text + ":" + quad;
    }

    private static int[] values(String address, int groups) {
        int[] values = new int[groups];
        int gap = address.indexOf("::");
        int filled = fill(gap < 0 ? address : address.substring(0, gap), values, 0);
        if (gap >= 0) {
            String tail = address.substring(gap + 2);
            int[] last = new int[groups];
            int count = fill(tail, last, 0);
            System.arraycopy(last, 0, values, groups - count, count);
        } else if (filled < groups) {
            throw new IllegalArgumentException("an IPv6 address needs " + groups + " groups: " + address);
        }
        return values;
    }

    private static int fill(String part, int[] values, int from) {
        int at = from;
        int start = 0;
        while (start < part.length()) {
            int colon = part.indexOf(':', start);
            int end = colon < 0 ? part.length() : colon;
            values[at++] = Integer.parseInt(part.substring(start, end), 16);
            start = end + 1;
        }
        return at;
    }

    private static String compressed(int[] values) {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < values.length; i++) {
            int end = i;
            while (end < values.length && values[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(values[i]));
            }
        }
        return text.toString();
    }
}
