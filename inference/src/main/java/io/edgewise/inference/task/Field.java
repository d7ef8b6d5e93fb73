// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.Optional;

/// A piece of a text that was recognised. Immutable.
///
/// @param group the extraction group, for example `maintenance`
/// @param type what it is, for example `EQUIPMENT`
/// @param text as it stands in the message
/// @param start UTF-16 index of its first character in the text as received
/// @param end UTF-16 index after its last character
/// @param value normalised form (ISO 8601, E.164, number and unit), the name of what a gazetteer knows; a
/// model's fields have none
/// @param score 0 to 1; of a model the mean over its words, not calibrated; of a pattern 1; of a gazetteer how
/// alike the name and the text are
/// @param by who found it
public record Field(
        String group, String type, String text, int start, int end, Optional<String> value, double score, By by) {
    /// Who found a field.
    public enum By {
        MODEL,
        PATTERN,
        GAZETTEER
    }

    boolean covers(Field other) {
        return start <= other.start && other.end <= end;
    }

    boolean overlaps(Field other) {
        return start < other.end && other.start < end;
    }
}
