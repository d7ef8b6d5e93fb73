// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.inference.bundle.SiteOverlay.LabelOverlay;
import io.edgewise.inference.bundle.SiteOverlay.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What labelled lines say of a bundle's thresholds. Immutable.
///
/// @param bundle name and version
/// @param lines how many there were
/// @param rule how thresholds were chosen, in words
public record CalibrationReport(String bundle, int lines, String rule, List<LabelCalibration> labels) {
    public CalibrationReport {
        labels = List.copyOf(labels);
    }

    /// Whether there are so few lines that the intervals say next to nothing.
    public boolean isOfFewLines() {
        return lines < Rule.LEAST_LINES;
    }

    /// What is suggested, as a file for the configuration; empty when every threshold stays as it ships.
    public Optional<SiteOverlay> overlay(Origin origin, Instant made) {
        Map<String, LabelOverlay> thresholds = new LinkedHashMap<>();
        OptionalDouble minScore = OptionalDouble.empty();
        for (LabelCalibration label : labels) {
            label.suggested()
                    .ifPresent(t ->
                            thresholds.put(label.label(), new LabelOverlay(t, label.positives(), label.negatives())));
            minScore = label.minScore().isPresent() ? label.minScore() : minScore;
        }
        return thresholds.isEmpty() && minScore.isEmpty()
                ? Optional.empty()
                : Optional.of(new SiteOverlay(origin, made, lines, rule, thresholds, minScore));
    }
}
