// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Calibration;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Scores a text's labels and decides: allow, review or block. Of a long text the worst window counts.
public final class ModerationTask implements TextTask<Moderation> {
    private final Head.Labels head;
    private final List<Calibration> calibrations;
    private final List<Thresholds> thresholds;

    /// @param overrides a site's thresholds by label, in place of the bundle's
    /// @throws IllegalArgumentException when the bundle is not for moderation, or has no such label
    public ModerationTask(BundleDescriptor bundle, Map<String, Thresholds> overrides) {
        this.head = bundle.heads().stream()
                .filter(Head.Labels.class::isInstance)
                .map(Head.Labels.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bundle " + bundle.id() + " is for " + bundle.task() + ", not for moderation"));
        overrides.keySet().stream()
                .filter(label -> !head.labels().contains(label))
                .findFirst()
                .ifPresent(label -> {
                    throw new IllegalArgumentException(
                            "no label \"" + label + "\" in bundle " + bundle.id() + " (have: " + head.labels() + ")");
                });
        Map<String, Thresholds> merged = new HashMap<>(head.thresholds());
        merged.putAll(overrides);
        this.calibrations = head.labels().stream()
                .map(label -> head.calibration().getOrDefault(label, Calibration.IDENTITY))
                .toList();
        this.thresholds = head.labels().stream()
                .map(label -> merged.getOrDefault(label, Thresholds.NEVER))
                .toList();
    }

    @Override
    public Set<String> outputs() {
        return Set.of(head.name());
    }

    @Override
    public Reading<Moderation> read(String text, Encoding encoding, Instant received) {
        return new WorstWindow();
    }

    private final class WorstWindow implements Reading<Moderation> {
        private final HighestLogits logits = new HighestLogits(head);

        @Override
        public void window(Window window, Pass pass, int message) {
            logits.window(pass, message);
        }

        @Override
        public Moderation answer() {
            Map<String, Double> scores = new LinkedHashMap<>();
            List<String> flagged = new ArrayList<>();
            Verdict strictest = Verdict.ALLOW;
            for (int i = 0; i < head.width(); i++) {
                String label = head.labels().get(i);
                double score = calibrations.get(i).score(logits.of(i));
                Verdict verdict = verdict(score, thresholds.get(i));
                scores.put(label, score);
                if (verdict != Verdict.ALLOW) {
                    flagged.add(label);
                }
                strictest = verdict.compareTo(strictest) > 0 ? verdict : strictest;
            }
            return new Moderation(strictest, flagged, scores);
        }

        private static Verdict verdict(double score, Thresholds thresholds) {
            if (thresholds.blocks(score)) {
                return Verdict.BLOCK;
            }
            return thresholds.asksForReview(score) ? Verdict.REVIEW : Verdict.ALLOW;
        }
    }
}
