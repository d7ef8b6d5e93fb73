// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.Optional;

/// A field of a site's own in a text. Immutable.
///
/// @param type as the site calls it
/// @param start UTF-16 index of its first character in the text as received
/// @param end UTF-16 index after its last character
/// @param value normalised form: the group `value` of a pattern, the name of what a gazetteer knows
/// @param score 0 to 1; 1 but for names that are written in another way
/// @param by who found it
public record SiteMatch(String type, int start, int end, Optional<String> value, double score, By by) {
    /// Who found it. What comes later knows more.
    public enum By {
        PATTERN,
        GAZETTEER
    }

    int length() {
        return end - start;
    }

    boolean overlaps(SiteMatch other) {
        return start < other.end && other.start < end;
    }
}
