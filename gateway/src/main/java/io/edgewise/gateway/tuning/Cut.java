// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A threshold as it ships and as it is suggested, with what either does to the labelled lines. Immutable.
///
/// @param name `review`, `block` or `min-score`
/// @param suggested the same as `shipped` where nothing else is suggested
/// @param heldOut of a threshold that was chosen five times on four fifths of the lines and counted on the fifth; empty
/// when there are too few lines for that, or nothing is suggested
public record Cut(String name, Outcome shipped, Outcome suggested, Optional<Outcome> heldOut) {
    /// Whether another threshold is suggested.
    public boolean changed() {
        return shipped.threshold() != suggested.threshold();
    }

    /// What must not be overlooked: that the lines may not be enough to say that the new threshold differs.
    public Optional<String> warning() {
        List<String> same = new ArrayList<>();
        if (shipped.precision().overlaps(suggested.precision())) {
            same.add("precision");
        }
        if (shipped.recall().overlaps(suggested.recall())) {
            same.add("recall");
        }
        return changed() && !same.isEmpty()
                ? Optional.of(name + ": the intervals of " + String.join(" and of ", same)
                        + " at the shipped and the suggested threshold overlap: these lines show no sure difference"
                        + " there")
                : Optional.empty();
    }
}
