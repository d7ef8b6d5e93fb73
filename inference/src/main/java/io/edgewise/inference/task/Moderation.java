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
/// windows, and none where the model did not read it: a word list decided before, or its language is unsupported
/// @param words terms of the site's word lists, by place
/// @param unsupportedLanguage whether the text is in a language that the model does not know; the verdict is
/// then at least `REVIEW`
public record Moderation(
        Verdict verdict,
        List<String> flagged,
        Map<String, Double> scores,
        List<WordHit> words,
        boolean unsupportedLanguage) {
    /// Of a site without word lists.
    public Moderation(Verdict verdict, List<String> flagged, Map<String, Double> scores) {
        this(verdict, flagged, scores, List.of());
    }

    /// Of a text that the model has read.
    public Moderation(Verdict verdict, List<String> flagged, Map<String, Double> scores, List<WordHit> words) {
        this(verdict, flagged, scores, words, false);
    }

    public Moderation {
        flagged = List.copyOf(flagged);
        words = List.copyOf(words);
        if (unsupportedLanguage && verdict == Verdict.ALLOW) {
            throw new IllegalArgumentException("a text that nothing has read can't be allowed");
        }
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
