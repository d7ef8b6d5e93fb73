// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.bundle.Thresholds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What labelled lines say of one label, or of a classification as a whole. Immutable.
///
/// @param positives lines where it holds
/// @param negatives lines where it doesn't
/// @param auc area under the ROC curve; empty where only one of both kinds is there, or it makes no sense
/// @param cuts its thresholds
/// @param suggested for moderation; empty when the shipped ones stay
/// @param minScore for classification; empty when the shipped one stays
/// @param notes what must not be overlooked
/// @param curve every threshold that tells lines apart, from the highest
public record LabelCalibration(
        String label,
        int positives,
        int negatives,
        OptionalDouble auc,
        List<Cut> cuts,
        Optional<Thresholds> suggested,
        OptionalDouble minScore,
        List<String> notes,
        List<Outcome> curve) {
    public LabelCalibration {
        cuts = List.copyOf(cuts);
        notes = List.copyOf(notes);
        curve = List.copyOf(curve);
    }
}
