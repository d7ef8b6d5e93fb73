// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Calibration;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Gives a text the label that it most likely has, or the labels.
///
/// | head | scores | a long text |
/// |---|---|---|
/// | choice | shares of one: one label holds | mean of its windows, each weighed by its tokens |
/// | labels | a probability each: any number hold | the highest of its windows |
public final class ClassificationTask implements TextTask<Classification> {
    /// Labels that don't exclude each other hold when they are likelier than not.
    private static final double LIKELIER_THAN_NOT = 0.5;

    private final Head head;
    private final double minScore;
    private final LanguageCheck languages;

    /// For texts of any language.
    ///
    /// @param minScore as below
    /// @throws IllegalArgumentException as below
    public ClassificationTask(BundleDescriptor bundle, OptionalDouble minScore) {
        this(bundle, minScore, LanguageCheck.ANY);
    }

    /// @param minScore in place of the bundle's: a label below it does not hold
    /// @param languages in a text that is foreign to it the model reads nothing
    /// @throws IllegalArgumentException when the bundle is not for classification
    public ClassificationTask(BundleDescriptor bundle, OptionalDouble minScore, LanguageCheck languages) {
        this.languages = languages;
        this.head = bundle.heads().stream()
                .filter(h -> h instanceof Head.Choice || h instanceof Head.Labels)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bundle " + bundle.id() + " is for " + bundle.task() + ", not for classification"));
        this.minScore = minScore.orElseGet(() -> minScore(head));
    }

    private static double minScore(Head head) {
        return switch (head) {
            case Head.Choice choice -> choice.minScore().orElse(0);
            case Head.Labels labels -> labels.minScore().orElse(LIKELIER_THAN_NOT);
            default -> 0;
        };
    }

    @Override
    public Set<String> outputs() {
        return Set.of(head.name());
    }

    @Override
    public Optional<Classification> withoutModel(String text) {
        if (!languages.isForeign(text)) {
            return Optional.empty();
        }
        Optional<List<String>> labels = head instanceof Head.Labels ? Optional.of(List.of()) : Optional.empty();
        return Optional.of(Classification.inUnsupportedLanguage(labels));
    }

    @Override
    public Reading<Classification> read(String text, Encoding encoding, Instant received) {
        return switch (head) {
            case Head.Labels labels -> new SeveralLabels(labels);
            case Head.Choice choice -> new OneLabel(choice);
            default -> throw new IllegalStateException("head " + head.name() + " has no labels");
        };
    }

    private final class OneLabel implements Reading<Classification> {
        private final Head.Choice choice;
        private final ChoiceReading shares;

        OneLabel(Head.Choice choice) {
            this.choice = choice;
            this.shares = new ChoiceReading(choice);
        }

        @Override
        public void window(Window window, Pass pass, int message) {
            shares.window(window, pass, message);
        }

        @Override
        public Classification answer() {
            Map<String, Double> scores = new LinkedHashMap<>();
            for (int i = 0; i < choice.width(); i++) {
                scores.put(choice.labels().get(i), shares.share(i));
            }
            String best = choice.labels().get(shares.best());
            double score = shares.share(shares.best());
            return new Classification(
                    Optional.of(best).filter(b -> score >= minScore), score, Optional.empty(), scores);
        }
    }

    private final class SeveralLabels implements Reading<Classification> {
        private final Head.Labels labels;
        private final HighestLogits logits;

        SeveralLabels(Head.Labels labels) {
            this.labels = labels;
            this.logits = new HighestLogits(labels);
        }

        @Override
        public void window(Window window, Pass pass, int message) {
            logits.window(pass, message);
        }

        @Override
        public Classification answer() {
            Map<String, Double> scores = new LinkedHashMap<>();
            for (int i = 0; i < labels.width(); i++) {
                String label = labels.labels().get(i);
                Calibration calibration = labels.calibration().getOrDefault(label, Calibration.IDENTITY);
                scores.put(label, calibration.score(logits.of(i)));
            }
            List<String> holding = scores.entrySet().stream()
                    .filter(score -> score.getValue() >= minScore)
                    .map(Map.Entry::getKey)
                    .toList();
            Map.Entry<String, Double> best =
                    scores.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            return new Classification(
                    Optional.of(best.getKey()).filter(holding::contains),
                    best.getValue(),
                    Optional.of(holding),
                    scores);
        }
    }
}
