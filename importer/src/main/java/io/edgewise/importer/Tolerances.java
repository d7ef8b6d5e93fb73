// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.GoldenTests;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.wrap.Findings;
import java.util.List;

/// How exactly boards must say what the golden tests say. Kernels round int8 in different ways, and what that is
/// worth depends on the model: TensorFlow Lite's own and XNNPACK's are compared here, and boards get twice the
/// room.
final class Tolerances {
    private static final double LOGIT = 0.25;
    private static final double LABELS = 0.95;

    /// Below it, a test would pass whatever a board says.
    private static final double FEWEST_LABELS = 0.5;

    /// Of the largest number.
    private static final double MOST_OF_A_NUMBER = 0.2;

    private Tolerances() {}

    /// What does for a trained classifier or tagger.
    static GoldenEntry usual(String file) {
        return new GoldenEntry(file, LOGIT, LABELS);
    }

    static GoldenEntry of(BundleDescriptor bundle, GoldenTests recorded, Comparison comparison, Findings findings) {
        double largest = recorded.texts().stream()
                .flatMap(golden -> golden.logits().values().stream())
                .flatMap(List::stream)
                .mapToDouble(Math::abs)
                .max()
                .orElse(1);
        double least = bundle.heads().getFirst() instanceof Head.Vector ? largest * MOST_OF_A_NUMBER / 2 : LOGIT;
        double twice = Math.min(2 * comparison.largestDifferenceFromRecorded(), largest * MOST_OF_A_NUMBER);
        double disagreement = 1 - comparison.leastShareOfRecordedLabels();
        if (disagreement > 0) {
            findings.note(
                    "two ways of rounding find other labels best for up to %.0f %% of a text's tokens: the model is"
                                    .formatted(100 * disagreement)
                            + " undecided about them, and the golden tests let it be");
        }
        return new GoldenEntry(
                bundle.golden().file(),
                Math.clamp(Math.max(least, twice), 1e-6, 10),
                Math.clamp(1 - 2 * disagreement, FEWEST_LABELS, LABELS));
    }
}
