// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Moderation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the steps said of one text, so far. Immutable; each step adds to it.
///
/// @param models the bundles that answered, as `moderation@1.0.0`, in the order of the steps
/// @param moderation the answer of a `moderate` step, and the bundle it is from
/// @param extraction the answer of an `extract` step, and the bundle it is from
/// @param classification the answer of a `classify` step, and the bundle it is from
/// @param embedding the answer of an `embed` step, and the bundle it is from
/// @param generation the answer of a `generate` or `choose` step, and the bundle it is from
/// @param tokens sum over the steps
/// @param windows sum over the steps
/// @param queued waiting for lanes, sum over the steps
/// @param inferred on lanes, sum over the steps
public record Answer(
        List<String> models,
        Optional<Said<Moderation>> moderation,
        Optional<Said<Extraction>> extraction,
        Optional<Said<Classification>> classification,
        Optional<Said<Embedding>> embedding,
        Optional<Said<Writing>> generation,
        int tokens,
        int windows,
        Duration queued,
        Duration inferred) {
    /// Before the first step.
    public static final Answer NOTHING = new Answer(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            Duration.ZERO,
            Duration.ZERO);

    /// An answer and the bundle it is from.
    public record Said<T>(T answer, String model) {}

    /// What a step took. Immutable.
    public record Cost(int tokens, int windows, Duration queued, Duration inferred) {
        /// That of what a lane answered.
        public static Cost of(LaneOutcome.Answered<?> said) {
            return new Cost(said.tokens(), said.windows(), said.queued(), said.inferred());
        }
    }

    /// With the answer of a `moderate` step.
    public Answer with(Moderation answer, String model, Cost cost) {
        return saying(said(answer, model), extraction, classification, embedding, generation)
                .counting(model, cost);
    }

    /// With the answer of an `extract` step.
    public Answer with(Extraction answer, String model, Cost cost) {
        return saying(moderation, said(answer, model), classification, embedding, generation)
                .counting(model, cost);
    }

    /// With the answer of a `classify` step.
    public Answer with(Classification answer, String model, Cost cost) {
        return saying(moderation, extraction, said(answer, model), embedding, generation)
                .counting(model, cost);
    }

    /// With the answer of an `embed` step.
    public Answer with(Embedding answer, String model, Cost cost) {
        return saying(moderation, extraction, classification, said(answer, model), generation)
                .counting(model, cost);
    }

    /// With the answer of a `generate` or `choose` step.
    public Answer with(Writing answer, String model, Cost cost) {
        return saying(moderation, extraction, classification, embedding, said(answer, model))
                .counting(model, cost);
    }

    private static <T> Optional<Said<T>> said(T answer, String model) {
        return Optional.of(new Said<>(answer, model));
    }

    private Answer saying(
            Optional<Said<Moderation>> moderated,
            Optional<Said<Extraction>> extracted,
            Optional<Said<Classification>> classified,
            Optional<Said<Embedding>> embedded,
            Optional<Said<Writing>> written) {
        return new Answer(
                models, moderated, extracted, classified, embedded, written, tokens, windows, queued, inferred);
    }

    private Answer counting(String model, Cost cost) {
        List<String> all = new ArrayList<>(models);
        all.add(model);
        return new Answer(
                List.copyOf(all),
                moderation,
                extraction,
                classification,
                embedding,
                generation,
                tokens + cost.tokens(),
                windows + cost.windows(),
                queued.plus(cost.queued()),
                inferred.plus(cost.inferred()));
    }
}
