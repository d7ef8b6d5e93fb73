// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// One value found in a text. Immutable.
///
/// @param type what it is
/// @param start index of the first UTF-16 unit in the text as received
/// @param end index after the last UTF-16 unit
/// @param value the normalised value, in the form that [PatternType] states; never blank
public record PatternMatch(PatternType type, int start, int end, String value) {

    /// Checks the span and the value.
    ///
    /// @throws IllegalArgumentException if the span is empty or negative, or the value is blank
    public PatternMatch {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "a match needs 0 <= start < end, got start %d and end %d".formatted(start, end));
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException("a %s match needs a value, got a blank one".formatted(type));
        }
    }

    int length() {
        return end - start;
    }
}
