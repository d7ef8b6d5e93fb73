// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Said;
import io.edgewise.gateway.config.StepCondition;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Intent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what the steps have said meets a condition. What was not said, because its step was left out or did
/// not read the text, meets nothing.
final class Conditions {
    private Conditions() {}

    static boolean hold(StepCondition when, Answer said) {
        return verdict(when, said)
                && when.scores().entrySet().stream().allMatch(least -> score(said, least.getKey()) >= least.getValue())
                && (when.intents().isEmpty() || when.intents().contains(intent(said)))
                && (when.labels().isEmpty() || labels(said).stream().anyMatch(when.labels()::contains))
                && (when.fields().isEmpty()
                        || fields(said).stream().anyMatch(f -> when.fields().contains(f.type())));
    }

    private static boolean verdict(StepCondition when, Answer said) {
        return when.verdicts().isEmpty()
                || said.moderation()
                        .filter(moderation ->
                                when.verdicts().contains(moderation.answer().verdict()))
                        .isPresent();
    }

    /// The higher one where moderation and classification know the same label.
    private static double score(Answer said, String label) {
        Map<String, Double> moderated =
                said.moderation().map(m -> m.answer().scores()).orElse(Map.of());
        Map<String, Double> classified =
                said.classification().map(c -> c.answer().scores()).orElse(Map.of());
        return Math.max(moderated.getOrDefault(label, 0.0), classified.getOrDefault(label, 0.0));
    }

    private static String intent(Answer said) {
        return said.extraction()
                .flatMap(extraction -> extraction.answer().intent())
                .map(Intent::name)
                .orElse("");
    }

    private static Set<String> labels(Answer said) {
        Optional<Classification> answer = said.classification().map(Said::answer);
        return answer.flatMap(Classification::labels)
                .map(Set::copyOf)
                .orElseGet(
                        () -> answer.flatMap(Classification::label).map(Set::of).orElse(Set.of()));
    }

    private static List<Field> fields(Answer said) {
        return said.extraction().map(extraction -> extraction.answer().fields()).orElse(List.of());
    }
}
