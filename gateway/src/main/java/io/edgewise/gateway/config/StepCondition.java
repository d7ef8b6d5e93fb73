// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.task.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What the steps so far must have said for the next one to be taken: everything that is asked must hold, and
/// what is empty is not asked. Immutable.
///
/// @param verdicts one of them is the verdict
/// @param scores each of these labels, of a moderation or a classification, has at least this score
/// @param intents one of them is the intent
/// @param labels one of them is the class, or among the classes
/// @param fields a field of one of these types was found
public record StepCondition(
        Set<Verdict> verdicts,
        Map<String, Double> scores,
        Set<String> intents,
        Set<String> labels,
        Set<String> fields) {
    /// Nothing is asked.
    public static final StepCondition ALWAYS = new StepCondition(Set.of(), Map.of(), Set.of(), Set.of(), Set.of());

    public StepCondition {
        verdicts = Set.copyOf(verdicts);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        intents = Collections.unmodifiableSet(new LinkedHashSet<>(intents));
        labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
        fields = Collections.unmodifiableSet(new LinkedHashSet<>(fields));
    }

    /// Whether it holds whatever was said.
    public boolean isAlways() {
        return equals(ALWAYS);
    }

    static StepCondition read(Section s) {
        return new StepCondition(
                Set.copyOf(s.list(
                        "verdict",
                        "allow",
                        StepCondition::verdict,
                        "the verdict of moderate is this, or one of these")),
                s.pairs(
                        "scores",
                        "0.4",
                        StepCondition::score,
                        "each of these labels of moderate or classify has at least this score"),
                new LinkedHashSet<>(
                        s.list("intent", "alarm_set", t -> t, "the intent of extract is this, or one of these")),
                new LinkedHashSet<>(s.list("label", "order", t -> t, "the label of classify is this, or one of these")),
                new LinkedHashSet<>(
                        s.list("field", "PHONE", t -> t, "extract found a field of this type, or of one of these")));
    }

    private static Verdict verdict(String text) {
        return Choice.parse(text, Verdict.class);
    }

    private static double score(String text) {
        try {
            double score = Double.parseDouble(text);
            if (score > 0 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            // The sentence below says it.
        }
        throw new IllegalArgumentException("expected a score above 0 and at most 1, got \"" + text + "\"");
    }
}
