// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The fields of a site's own, ready to be looked for. Immutable and thread-safe.
///
/// Where two overlap the longer one stays; of two as long, the name before the pattern, then the more similar.
public final class SiteFields {
    /// No fields.
    public static final SiteFields NONE = new SiteFields(Map.of(), Map.of());

    private static final Comparator<SiteMatch> BEST_FIRST = Comparator.comparingInt(SiteMatch::length)
            .thenComparing(SiteMatch::by)
            .thenComparingDouble(SiteMatch::score)
            .reversed()
            .thenComparingInt(SiteMatch::start)
            .thenComparing(SiteMatch::type);

    private final Map<String, FieldPattern> patterns;
    private final Map<String, Gazetteer> gazetteers;

    /// @param patterns by type
    /// @param gazetteers by type
    public SiteFields(Map<String, FieldPattern> patterns, Map<String, Gazetteer> gazetteers) {
        this.patterns = Map.copyOf(patterns);
        this.gazetteers = Map.copyOf(gazetteers);
    }

    /// Whether there is nothing to find.
    public boolean isEmpty() {
        return patterns.isEmpty() && gazetteers.isEmpty();
    }

    /// Finds the fields of a text, by place, none overlapping another.
    public List<SiteMatch> find(String text) {
        if (isEmpty()) {
            return List.of();
        }
        List<SiteMatch> found = new ArrayList<>();
        patterns.forEach((type, pattern) -> found.addAll(pattern.find(type, text)));
        if (!gazetteers.isEmpty()) {
            List<NameToken> tokens = NameToken.of(ComparedText.of(text));
            gazetteers.forEach((type, gazetteer) -> found.addAll(gazetteer.find(type, tokens)));
        }
        return withoutOverlaps(found);
    }

    private static List<SiteMatch> withoutOverlaps(List<SiteMatch> found) {
        found.sort(BEST_FIRST);
        TreeMap<Integer, SiteMatch> kept = new TreeMap<>();
        for (SiteMatch match : found) {
            Map.Entry<Integer, SiteMatch> before = kept.lowerEntry(match.end());
            if (before == null || !before.getValue().overlaps(match)) {
                kept.put(match.start(), match);
            }
        }
        return List.copyOf(kept.values());
    }
}
