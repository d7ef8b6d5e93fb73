// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer of a moderation. Immutable.
///
/// @param verdict the strictest that any label asks for
/// @param flagged labels that reached their review or block threshold, in the model's order
/// @param scores every label's calibrated score, 0 to 1, in the model's order; of a long text the highest of its
/// windows
public record Moderation(Verdict verdict, List<String> flagged, Map<String, Double> scores) {
    public Moderation {
        flagged = List.copyOf(flagged);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
