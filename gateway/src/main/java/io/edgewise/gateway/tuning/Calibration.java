// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.bundle.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Finds thresholds for a bundle on labelled lines. Confined to one thread.
public final class Calibration {
    private static final String STAYS = ": its thresholds stay as shipped";
    private static final double LIKELIER_THAN_NOT = 0.5;

    private final List<Judged> lines;
    private final Rule rule;

    private Calibration(List<Judged> lines, Rule rule) {
        this.lines = List.copyOf(lines);
        this.rule = rule;
    }

    /// The labels that lines may have: those of the bundle.
    ///
    /// @throws IllegalArgumentException for a bundle whose task has no thresholds
    public static List<String> labels(BundleDescriptor bundle) {
        return head(bundle).labels();
    }

    private static Head head(BundleDescriptor bundle) {
        return bundle.heads().stream()
                .filter(head -> bundle.task() == TaskKind.MODERATION || bundle.task() == TaskKind.CLASSIFICATION)
                .filter(head -> head instanceof Head.Labels || head instanceof Head.Choice)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(bundle.id() + " is for "
                        + bundle.task().name().toLowerCase(Locale.ROOT)
                        + " and has no thresholds: only bundles for moderation and classification can be calibrated"));
    }

    /// Finds thresholds.
    ///
    /// @param bundle with the thresholds that it ships
    /// @throws IllegalArgumentException for a bundle whose task has no thresholds
    public static CalibrationReport run(BundleDescriptor bundle, List<Judged> lines, Rule rule) {
        Calibration calibration = new Calibration(lines, rule);
        boolean moderates = bundle.task() == TaskKind.MODERATION;
        List<LabelCalibration> labels = switch (head(bundle)) {
            case Head.Labels head
            when moderates ->
                head.labels().stream()
                        .map(label -> calibration.label(label, head.thresholds().getOrDefault(label, Thresholds.NEVER)))
                        .toList();
            case Head.Labels head ->
                List.of(calibration.minScore(
                        calibration.severalLabels(), head.minScore().orElse(LIKELIER_THAN_NOT)));
            case Head.Choice head ->
                List.of(calibration.minScore(
                        calibration.oneLabel(), head.minScore().orElse(0)));
            default -> throw new IllegalStateException("a head without labels");
        };
        return new CalibrationReport(
                bundle.id(), lines.size(), moderates ? rule.moderation() : rule.classification(), labels);
    }

    private LabelCalibration label(String label, Thresholds shipped) {
        List<Scored> scored = lines.stream()
                .filter(line -> line.line().truths().containsKey(label))
                .map(line -> Scored.of(
                        line.scores().getOrDefault(label, 0.0),
                        line.line().truths().getOrDefault(label, false)))
                .toList();
        ScoreCurve curve = new ScoreCurve(scored);
        List<String> notes = new ArrayList<>();
        tooFew(curve).ifPresent(reason -> notes.add(reason + STAYS));
        boolean stays = !notes.isEmpty();
        Thresholds chosen = stays ? shipped : choose(curve, shipped, notes);
        List<Cut> cuts = List.of(
                cut("review", curve, shipped.review(), chosen.review(), held(stays, scored, shipped, true)),
                cut("block", curve, shipped.block(), chosen.block(), held(stays, scored, shipped, false)));
        cuts.forEach(cut -> cut.warning().ifPresent(notes::add));
        return new LabelCalibration(
                label,
                curve.positives(),
                curve.negatives(),
                curve.auc(),
                cuts,
                stays ? Optional.empty() : Optional.of(chosen),
                OptionalDouble.empty(),
                notes,
                curve.outcomes());
    }

    private static Cut cut(String name, ScoreCurve curve, double shipped, double chosen, Optional<Outcome> heldOut) {
        return new Cut(name, curve.at(shipped), curve.at(chosen), heldOut);
    }

    private Optional<Outcome> held(boolean stays, List<Scored> scored, Thresholds shipped, boolean review) {
        return stays
                ? Optional.empty()
                : HeldOut.count(scored, curve -> {
                    Thresholds chosen = choose(curve, shipped, new ArrayList<>());
                    return review ? chosen.review() : chosen.block();
                });
    }

    private Optional<String> tooFew(ScoreCurve curve) {
        if (curve.positives() == 0) {
            return Optional.of(curve.negatives() == 0 ? "no line says anything of it" : "it holds in no line");
        }
        if (curve.negatives() == 0) {
            return Optional.of("it holds in every line, which tells nothing of where to draw one");
        }
        int fewer = Math.min(curve.positives(), curve.negatives());
        return rule.few() || fewer >= Rule.LEAST_OF_EACH
                ? Optional.empty()
                : Optional.of((fewer == curve.positives() ? "it holds in only " : "it doesn't hold in only ") + fewer
                        + (fewer == 1 ? " line" : " lines") + ", at least " + Rule.LEAST_OF_EACH
                        + " are needed (--few takes fewer)");
    }

    /// @param notes where a reason why one of them stays is added
    private Thresholds choose(ScoreCurve curve, Thresholds shipped, List<String> notes) {
        Optional<Outcome> block = rule.block(curve);
        if (block.isEmpty()) {
            notes.add(imprecise("block", rule.blockPrecision(), curve));
        }
        double blockFrom = block.map(Outcome::threshold).orElse(shipped.block());
        double reviewFrom = rule.review(curve).map(Outcome::threshold).orElse(shipped.review());
        // What is blocked needs no review: a review that would begin above begins with it.
        return new Thresholds(Math.min(reviewFrom, blockFrom), blockFrom);
    }

    private static String imprecise(String cut, double wanted, ScoreCurve curve) {
        return String.format(
                Locale.ROOT,
                "%s: no threshold has precision %s on these lines%s: it stays as shipped",
                cut,
                wanted,
                curve.mostPrecise()
                        .map(best -> String.format(
                                Locale.ROOT,
                                " (the best is %.3f, at %s)",
                                best.precision().value(),
                                best.threshold()))
                        .orElse(" (nothing that is said is right)"));
    }

    /// Each label of each line counts.
    private List<Scored> severalLabels() {
        List<Scored> scored = new ArrayList<>();
        for (Judged judged : lines) {
            judged.line()
                    .truths()
                    .forEach((label, holds) ->
                            scored.add(Scored.of(judged.scores().getOrDefault(label, 0.0), holds)));
        }
        return scored;
    }

    /// The likeliest label of each line counts.
    private List<Scored> oneLabel() {
        List<Scored> scored = new ArrayList<>();
        for (Judged judged : lines) {
            Map<String, Boolean> truths = judged.line().truths();
            if (!truths.isEmpty()) {
                Map.Entry<String, Double> best = judged.scores().entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow();
                scored.add(new Scored(
                        best.getValue(), truths.containsValue(true), truths.getOrDefault(best.getKey(), false)));
            }
        }
        return scored;
    }

    private LabelCalibration minScore(List<Scored> scored, double shipped) {
        ScoreCurve curve = new ScoreCurve(scored);
        List<String> notes = new ArrayList<>();
        if (curve.positives() < Rule.LEAST_OF_EACH && !rule.few()) {
            notes.add("labels hold in only " + curve.positives() + " lines, at least " + Rule.LEAST_OF_EACH
                    + " are needed (--few takes fewer): min-score stays as shipped");
        }
        Optional<Outcome> chosen = notes.isEmpty() ? rule.minScore(curve) : Optional.empty();
        if (notes.isEmpty() && chosen.isEmpty()) {
            notes.add(imprecise("min-score", rule.precision().orElse(0), curve));
        }
        Optional<Outcome> heldOut = chosen.flatMap(c -> HeldOut.count(
                scored, part -> rule.minScore(part).map(Outcome::threshold).orElse(shipped)));
        Cut cut =
                cut("min-score", curve, shipped, chosen.map(Outcome::threshold).orElse(shipped), heldOut);
        cut.warning().ifPresent(notes::add);
        return new LabelCalibration(
                "all labels",
                curve.positives(),
                curve.negatives(),
                scored.stream().allMatch(line -> line.positive() == line.hit()) ? curve.auc() : OptionalDouble.empty(),
                List.of(cut),
                Optional.empty(),
                chosen.map(c -> OptionalDouble.of(c.threshold())).orElseGet(OptionalDouble::empty),
                notes,
                curve.outcomes());
    }
}
