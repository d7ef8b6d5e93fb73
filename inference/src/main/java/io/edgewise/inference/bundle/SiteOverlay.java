// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.document.Nearest;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A site's thresholds for one bundle, found on the site's own labelled lines. It fits the very `bundle.json` that it
/// was made for and no other: scores of another version mean something else. Immutable.
///
/// @param made when
/// @param lines how many labelled lines it was made from
/// @param rule how the thresholds were chosen, for people
/// @param labels for moderation: thresholds in place of the bundle's; a label that is left out keeps them
/// @param minScore for classification: below it a label does not hold
public record SiteOverlay(
        Origin origin,
        Instant made,
        int lines,
        String rule,
        Map<String, LabelOverlay> labels,
        OptionalDouble minScore) {
    /// The bundle that an overlay was made for.
    ///
    /// @param sha256 of its `bundle.json`
    public record Origin(String name, String version, String sha256) {
        private String id() {
            return name + "@" + version;
        }
    }

    /// One label's thresholds.
    ///
    /// @param positives labelled lines where the label holds
    /// @param negatives labelled lines where it doesn't
    public record LabelOverlay(Thresholds thresholds, int positives, int negatives) {}

    public SiteOverlay {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// The bundle with the site's thresholds in place of its own.
    ///
    /// @param sha256 of the `bundle.json` that `bundle` was read from
    /// @throws IllegalArgumentException with a sentence when the overlay was made for another bundle, or names what
    /// the bundle does not have
    public BundleDescriptor on(BundleDescriptor bundle, String sha256) {
        if (!origin.id().equals(bundle.id())) {
            throw new IllegalArgumentException("it was made for " + origin.id() + ", this bundle is " + bundle.id()
                    + ": run edgewise bundle calibrate on this one");
        }
        if (!origin.sha256().equals(sha256)) {
            throw new IllegalArgumentException("it was made for another " + bundle.id()
                    + ": the SHA-256 of bundle.json is " + sha256 + ", the overlay names " + origin.sha256()
                    + "; run edgewise bundle calibrate again");
        }
        return bundle.withHeads(
                bundle.heads().stream().map(head -> on(bundle, head)).toList());
    }

    private Head on(BundleDescriptor bundle, Head head) {
        return switch (head) {
            case Head.Labels l when bundle.task() == TaskKind.MODERATION -> moderation(bundle, l);
            case Head.Labels l
            when bundle.task() == TaskKind.CLASSIFICATION ->
                new Head.Labels(
                        l.name(),
                        l.output(),
                        l.labels(),
                        l.calibration(),
                        l.thresholds(),
                        minScore(bundle, l.minScore()));
            case Head.Choice c
            when bundle.task() == TaskKind.CLASSIFICATION ->
                new Head.Choice(c.name(), c.output(), c.labels(), c.group(), minScore(bundle, c.minScore()));
            default -> {
                if (bundle.task() == TaskKind.EXTRACTION || bundle.task() == TaskKind.EMBEDDING) {
                    throw new IllegalArgumentException(
                            bundle.id() + " has no thresholds: overlays are for moderation and classification");
                }
                yield head;
            }
        };
    }

    private Head moderation(BundleDescriptor bundle, Head.Labels head) {
        if (minScore.isPresent()) {
            throw new IllegalArgumentException(
                    "min-score is for classification, " + bundle.id() + " is for moderation");
        }
        Map<String, Thresholds> merged = new HashMap<>(head.thresholds());
        labels.forEach((label, overlay) -> {
            if (!head.labels().contains(label)) {
                throw new IllegalArgumentException("unknown label \"" + label + "\" for " + bundle.id() + ": "
                        + Nearest.hint(label, head.labels()));
            }
            merged.put(label, overlay.thresholds());
        });
        return new Head.Labels(head.name(), head.output(), head.labels(), head.calibration(), merged, head.minScore());
    }

    private OptionalDouble minScore(BundleDescriptor bundle, OptionalDouble shipped) {
        if (!labels.isEmpty()) {
            throw new IllegalArgumentException("thresholds of labels are for moderation, " + bundle.id()
                    + " is for classification: it has one min-score (found: " + List.copyOf(labels.keySet()) + ")");
        }
        return minScore.isPresent() ? minScore : shipped;
    }
}
