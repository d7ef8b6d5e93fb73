// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// How thresholds are chosen. Immutable.
///
/// @param precision what blocking, or a classification, must reach; empty means the usual
/// @param recall what reviewing must reach; empty means the threshold with the highest F1
/// @param few whether thresholds are chosen from few lines, too
public record Rule(OptionalDouble precision, OptionalDouble recall, boolean few) {
    /// What blocking must reach unless a site says otherwise: one text in twenty is blocked by mistake.
    private static final double BLOCK_PRECISION = 0.95;

    /// Fewer lines than this say next to nothing.
    static final int LEAST_LINES = 50;
    /// Of each kind; with 10 of 10 right, the interval reaches down to 0.72.
    static final int LEAST_OF_EACH = 10;

    double blockPrecision() {
        return precision.orElse(BLOCK_PRECISION);
    }

    Optional<Outcome> block(ScoreCurve curve) {
        return curve.lowestWithPrecision(blockPrecision());
    }

    Optional<Outcome> review(ScoreCurve curve) {
        return recall.isPresent() ? curve.highestWithRecall(recall.getAsDouble()) : curve.highestF1();
    }

    Optional<Outcome> minScore(ScoreCurve curve) {
        return precision.isPresent() ? curve.lowestWithPrecision(precision.getAsDouble()) : curve.highestF1();
    }

    /// In words, for moderation.
    public String moderation() {
        return String.format(
                Locale.ROOT,
                "block: lowest threshold with precision %s; review: %s",
                blockPrecision(),
                recall.isPresent() ? "highest threshold with recall " + recall.getAsDouble() : "highest F1");
    }

    /// In words, for classification.
    public String classification() {
        return "min-score: "
                + (precision.isPresent() ? "lowest threshold with precision " + precision.getAsDouble() : "highest F1");
    }
}
