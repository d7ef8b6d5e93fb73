// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer of a classification. Immutable.
///
/// @param label the likeliest, if it is likely enough
/// @param score of the likeliest label, likely enough or not
/// @param labels for a model whose labels don't exclude each other: all that are likely enough, in the model's
/// order
/// @param scores every label's score, 0 to 1, in the model's order
/// @param unsupportedLanguage whether the text is in a language that the model does not know: there is then no label
/// and no score
public record Classification(
        Optional<String> label,
        double score,
        Optional<List<String>> labels,
        Map<String, Double> scores,
        boolean unsupportedLanguage) {
    /// What stands in a result in place of a label that is not likely enough.
    public static final String NONE = "none";

    /// Of a text that the model has read.
    public Classification(
            Optional<String> label, double score, Optional<List<String>> labels, Map<String, Double> scores) {
        this(label, score, labels, scores, false);
    }

    /// Of a text in a language that the model does not know.
    ///
    /// @param labels the empty list for a model whose labels don't exclude each other, else empty
    public static Classification inUnsupportedLanguage(Optional<List<String>> labels) {
        return new Classification(Optional.empty(), 0, labels, Map.of(), true);
    }

    public Classification {
        labels = labels.map(List::copyOf);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
