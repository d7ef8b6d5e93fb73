// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Counts what a way to choose a threshold does to lines that it has not seen: five times it chooses on four fifths of
/// the lines, and the rest is counted.
final class HeldOut {
    private static final int FOLDS = 5;

    private HeldOut() {}

    /// @param choose from a curve to a threshold
    /// @return empty when a fold would be without a positive or a negative line
    static Optional<Outcome> count(List<Scored> lines, ToDoubleFunction<ScoreCurve> choose) {
        List<Scored> positives = lines.stream().filter(Scored::positive).toList();
        List<Scored> negatives = lines.stream().filter(line -> !line.positive()).toList();
        if (positives.size() < FOLDS || negatives.size() < FOLDS) {
            return Optional.empty();
        }
        int held = 0;
        int hits = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Scored> seen = new ArrayList<>(part(positives, fold, false));
            seen.addAll(part(negatives, fold, false));
            List<Scored> unseen = new ArrayList<>(part(positives, fold, true));
            unseen.addAll(part(negatives, fold, true));
            Outcome outcome = new ScoreCurve(unseen).at(choose.applyAsDouble(new ScoreCurve(seen)));
            held += outcome.held();
            hits += outcome.hits();
        }
        return Optional.of(new Outcome(Double.NaN, held, hits, positives.size()));
    }

    /// Every fifth line, or the others: the order of the file decides, so that a run can be repeated.
    private static List<Scored> part(List<Scored> lines, int fold, boolean inFold) {
        List<Scored> part = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if ((i % FOLDS == fold) == inFold) {
                part.add(lines.get(i));
            }
        }
        return part;
    }
}
