// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

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
/// @param tokens sum over the steps
/// @param windows sum over the steps
/// @param queued waiting for lanes, sum over the steps
/// @param inferred on lanes, sum over the steps
public record Answer(
        List<String> models,
        Optional<Said<Moderation>> moderation,
        Optional<Said<Extraction>> extraction,
        int tokens,
        int windows,
        Duration queued,
        Duration inferred) {
    /// Before the first step.
    public static final Answer NOTHING =
            new Answer(List.of(), Optional.empty(), Optional.empty(), 0, 0, Duration.ZERO, Duration.ZERO);

    /// An answer and the bundle it is from.
    public record Said<T>(T answer, String model) {}

    /// What a step took. Immutable.
    public record Cost(int tokens, int windows, Duration queued, Duration inferred) {}

    /// With the answer of a `moderate` step.
    public Answer with(Moderation answer, String model, Cost cost) {
        return add(model, Optional.of(new Said<>(answer, model)), extraction, cost);
    }

    /// With the answer of an `extract` step.
    public Answer with(Extraction answer, String model, Cost cost) {
        return add(model, moderation, Optional.of(new Said<>(answer, model)), cost);
    }

    private Answer add(
            String model, Optional<Said<Moderation>> moderated, Optional<Said<Extraction>> extracted, Cost cost) {
        List<String> all = new ArrayList<>(models);
        all.add(model);
        return new Answer(
                List.copyOf(all),
                moderated,
                extracted,
                tokens + cost.tokens(),
                windows + cost.windows(),
                queued.plus(cost.queued()),
                inferred.plus(cost.inferred()));
    }
}
