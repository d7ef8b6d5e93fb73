// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// Writes an IPv6 address as RFC 5952 asks: lower case, no leading zeros, the longest run of zeros as `::`.
/// Immutable.
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /// @param address a valid IPv6 address without zone; one that ends in a dotted quad keeps it (RFC 5952 section 5)
    static String canonical(String address) {
        int quadStart = address.indexOf('.') < 0 ? address.length() : address.lastIndexOf(':') + 1;
        String quad = address.substring(quadStart);
        int groups = quad.isEmpty() ? GROUPS : GROUPS - 2;
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
