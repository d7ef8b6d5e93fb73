// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.List;

/// Ends a text before the first of several strings. What may be the start of one is held back until it is
/// clear. Confined to one text.
final class StopStrings {
    private final List<String> strings;
    private String held = "";
    private boolean found;

    /// @param strings none of them empty
    StopStrings(List<String> strings) {
        this.strings = List.copyOf(strings);
    }

    /// @return what of the text is certain to be before any of them
    String add(String text) {
        if (found) {
            return "";
        }
        String all = held + text;
        int first = strings.stream()
                .mapToInt(all::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        if (first >= 0) {
            found = true;
            held = "";
            return all.substring(0, first);
        }
        int certain = all.length() - longestStart(all);
        held = all.substring(certain);
        return all.substring(0, certain);
    }

    /// @return what was held back, in a text that goes on no further
    String end() {
        String last = held;
        held = "";
        return last;
    }

    /// Whether one of them came.
    boolean found() {
        return found;
    }

    /// How much of the end of a text may be the start of one of them.
    private int longestStart(String text) {
        int longest = 0;
        for (String string : strings) {
            for (int length = Math.min(string.length() - 1, text.length()); length > longest; length--) {
                if (string.startsWith(text.substring(text.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
