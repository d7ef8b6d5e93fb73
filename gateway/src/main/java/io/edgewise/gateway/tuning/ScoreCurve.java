// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every threshold that tells labelled lines apart, with what it does to them. Immutable.
final class ScoreCurve {
    /// A threshold of 0 would be reached by every text, and 1 means never.
    private static final double LEAST = 0.001;

    private static final double MOST = 0.9999;
    private static final double DIGITS = 1e4;

    private final List<Scored> scored;
    private final int positives;
    private final List<Outcome> outcomes = new ArrayList<>();

    ScoreCurve(List<Scored> lines) {
        this.scored = lines.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        this.positives = (int) lines.stream().filter(Scored::positive).count();
        int hits = 0;
        for (int i = 0; i < scored.size(); i++) {
            hits += scored.get(i).hit() ? 1 : 0;
            double next = i + 1 < scored.size() ? scored.get(i + 1).score() : 0;
            if (next < scored.get(i).score()) {
                outcomes.add(new Outcome(between(next, scored.get(i).score()), i + 1, hits, positives));
            }
        }
    }

    /// A number of few digits that tells two scores apart, as far from both as possible.
    private static double between(double low, double high) {
        double middle = Math.round((low + high) / 2 * DIGITS) / DIGITS;
        return Math.clamp(middle > low && middle <= high ? middle : high, LEAST, MOST);
    }

    /// From the highest threshold to the lowest.
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    int positives() {
        return positives;
    }

    int negatives() {
        return scored.size() - positives;
    }

    /// What a threshold does; from 1 on it does nothing.
    Outcome at(double threshold) {
        List<Scored> held = scored.stream()
                .filter(line -> threshold < 1 && line.score() >= threshold)
                .toList();
        return new Outcome(
                threshold, held.size(), (int) held.stream().filter(Scored::hit).count(), positives);
    }

    /// The threshold with the highest F1, of several the highest.
    Optional<Outcome> highestF1() {
        return outcomes.stream().filter(o -> o.hits() > 0).reduce((a, b) -> b.f1() > a.f1() ? b : a);
    }

    /// The lowest threshold that is so precise.
    Optional<Outcome> lowestWithPrecision(double precision) {
        return outcomes.stream()
                .filter(o -> o.hits() > 0 && o.precision().value() >= precision)
                .reduce((higher, lower) -> lower);
    }

    /// The highest threshold that finds so many.
    Optional<Outcome> highestWithRecall(double recall) {
        return outcomes.stream()
                .filter(o -> o.hits() > 0 && o.recall().value() >= recall)
                .findFirst();
    }

    /// The most precise threshold.
    Optional<Outcome> mostPrecise() {
        return outcomes.stream()
                .filter(o -> o.hits() > 0)
                .max(Comparator.comparingDouble(o -> o.precision().value()));
    }

    /// How often a line where it holds has a higher score than one where it doesn't, a tie counting half: the area
    /// under the ROC curve. Empty unless there are both.
    OptionalDouble auc() {
        if (positives() == 0 || negatives() == 0) {
            return OptionalDouble.empty();
        }
        double pairs = 0;
        int positivesAbove = 0;
        int above = 0;
        for (Outcome o : outcomes) {
            int tiedPositives = o.hits() - positivesAbove;
            int tiedNegatives = o.held() - above - tiedPositives;
            pairs += tiedNegatives * (positivesAbove + tiedPositives / 2.0);
            positivesAbove = o.hits();
            above = o.held();
        }
        return OptionalDouble.of(pairs / ((double) positives() * negatives()));
    }
}
