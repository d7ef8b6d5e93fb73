// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Calibration;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.rule.WordHit;
import io.edgewise.inference.rule.WordList;
import io.edgewise.inference.rule.WordLists;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Scores a text's labels and decides: allow, review or block. Of a long text the worst window counts.
///
/// Word lists of the site stand before and beside the model: a word to block decides alone; a word to review makes the
/// verdict at least that; and where the model flags a text with an allowed word, it reads the text once more without
/// that word, and the milder of the two verdicts counts.
///
/// @see "docs/decisions/0021-site-rules.md"
public final class ModerationTask implements TextTask<Moderation> {
    /// So many words tell why; a result is no copy of its text.
    private static final int MOST_WORDS = 100;

    private final Head.Labels head;
    private final List<Calibration> calibrations;
    private final List<Thresholds> thresholds;
    private final WordLists words;
    private final LanguageCheck languages;

    /// Without word lists, for texts of any language.
    ///
    /// @param overrides as below
    /// @throws IllegalArgumentException as below
    public ModerationTask(BundleDescriptor bundle, Map<String, Thresholds> overrides) {
        this(bundle, overrides, WordLists.NONE, LanguageCheck.ANY);
    }

    /// @param overrides a site's thresholds by label, in place of the bundle's
    /// @param languages in a text that is foreign to it the model reads nothing, and the verdict is `REVIEW`
    /// @throws IllegalArgumentException when the bundle is not for moderation, or has no such label
    public ModerationTask(
            BundleDescriptor bundle, Map<String, Thresholds> overrides, WordLists words, LanguageCheck languages) {
        this.words = words;
        this.languages = languages;
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
    public Optional<Moderation> withoutModel(String text) {
        List<WordHit> hits = words.find(text);
        if (has(WordList.BLOCK, hits)) {
            return Optional.of(new Moderation(Verdict.BLOCK, List.of(), Map.of(), first(hits)));
        }
        // A person decides what the model can't: never silently nobody.
        return languages.isForeign(text)
                ? Optional.of(new Moderation(Verdict.REVIEW, List.of(), Map.of(), first(hits), true))
                : Optional.empty();
    }

    private static List<WordHit> first(List<WordHit> hits) {
        return hits.subList(0, Math.min(hits.size(), MOST_WORDS));
    }

    private static boolean has(WordList list, List<WordHit> hits) {
        return hits.stream().anyMatch(hit -> hit.list() == list);
    }

    @Override
    public Reading<Moderation> read(String text, Encoding encoding, Instant received) {
        return new WorstWindow(text, words.find(text));
    }

    private final class WorstWindow implements Reading<Moderation> {
        private final String text;
        private final List<WordHit> hits;
        private HighestLogits logits = new HighestLogits(head);
        /// What the model said of the text with its allowed words, once it reads the text without them.
        private Optional<Moderation> withAllowed = Optional.empty();

        WorstWindow(String text, List<WordHit> hits) {
            this.text = text;
            this.hits = hits;
        }

        @Override
        public void window(Window window, Pass pass, int message) {
            logits.window(pass, message);
        }

        @Override
        public Optional<String> next() {
            if (withAllowed.isPresent() || !has(WordList.ALLOW, hits)) {
                return Optional.empty();
            }
            Moderation said = byModel();
            if (said.verdict() == Verdict.ALLOW) {
                return Optional.empty();
            }
            withAllowed = Optional.of(said);
            logits = new HighestLogits(head);
            return Optional.of(WordLists.withoutAllowed(text, hits));
        }

        @Override
        public Moderation answer() {
            Moderation last = byModel();
            Moderation milder = withAllowed
                    .filter(first -> first.verdict().compareTo(last.verdict()) < 0)
                    .orElse(last);
            boolean review = milder.verdict() == Verdict.ALLOW && has(WordList.REVIEW, hits);
            return new Moderation(
                    review ? Verdict.REVIEW : milder.verdict(), milder.flagged(), milder.scores(), first(hits));
        }

        private Moderation byModel() {
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
