// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.rule.WordHit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer of a moderation. Immutable.
///
/// @param verdict the strictest that any label or word list asks for
/// @param flagged labels that reached their review or block threshold, in the model's order
/// @param scores every label's calibrated score, 0 to 1, in the model's order; of a long text the highest of its
/// windows, and none where a word list decided before the model read it
/// @param words terms of the site's word lists, by place
public record Moderation(Verdict verdict, List<String> flagged, Map<String, Double> scores, List<WordHit> words) {
    /// Of a site without word lists.
    public Moderation(Verdict verdict, List<String> flagged, Map<String, Double> scores) {
        this(verdict, flagged, scores, List.of());
    }

    public Moderation {
        flagged = List.copyOf(flagged);
        words = List.copyOf(words);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
