// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.inference.bundle.SiteOverlay.Origin;
import io.edgewise.inference.bundle.Thresholds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Of a bundle with the labels toxic and insult at 0.5 and 0.8, and threat that decides nothing.
class CalibrationTest {
    private static final Rule USUAL = new Rule(OptionalDouble.empty(), OptionalDouble.empty(), false);
    private static final Rule FEW = new Rule(OptionalDouble.empty(), OptionalDouble.empty(), true);

    /// Lines where toxic holds from 0.3 on: this site's people are stricter than the bundle.
    private static List<Judged> strict(int lines) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            double score = (i + 0.5) / lines;
            judged.add(new Judged(
                    new LabelledText("line " + i, Map.of("toxic", score > 0.3, "insult", false)),
                    Map.of("toxic", score, "insult", score, "threat", score)));
        }
        return judged;
    }

    private static CalibrationReport run(List<Judged> lines, Rule rule) {
        return Calibration.run(FakeBundles.moderation(), lines, rule);
    }

    @Test
    void thresholdsMoveToWhereTheSitesPeopleDrawTheLine() {
        LabelCalibration toxic = run(strict(200), USUAL).labels().getFirst();

        assertThat(toxic.positives()).isEqualTo(140);
        assertThat(toxic.auc()).hasValue(1);
        // 140 right of 147 held is just above the 0.95 that blocking needs; a review above that begins with it.
        assertThat(toxic.suggested()).hasValue(new Thresholds(0.265, 0.265));
        assertThat(toxic.cuts()).extracting(Cut::name).containsExactly("review", "block");
        assertThat(toxic.cuts().getLast().shipped()).isEqualTo(new Outcome(0.8, 40, 40, 140));
        assertThat(toxic.cuts().getLast().suggested()).isEqualTo(new Outcome(0.265, 147, 140, 140));
        assertThat(toxic.cuts().getLast().heldOut()).hasValueSatisfying(outcome -> {
            assertThat(outcome.positives()).isEqualTo(140);
            assertThat(outcome.recall().value()).isGreaterThan(0.97);
        });
    }

    @Test
    void aSiteSaysWhatItWants() {
        Rule rule = new Rule(OptionalDouble.of(1), OptionalDouble.of(0.5), false);

        // Half of 140 lines are at 0.65 and above.
        assertThat(run(strict(200), rule).labels().getFirst().suggested()).hasValue(new Thresholds(0.3, 0.3));
        assertThat(rule.moderation())
                .isEqualTo("block: lowest threshold with precision 1.0; review: highest threshold with recall 0.5");
    }

    @Test
    void aLabelThatHoldsNowhereKeepsItsThresholds() {
        LabelCalibration insult = run(strict(200), FEW).labels().get(1);

        assertThat(insult.suggested()).isEmpty();
        assertThat(insult.auc()).isEmpty();
        assertThat(insult.notes()).containsExactly("it holds in no line: its thresholds stay as shipped");
    }

    @Test
    void aLabelThatNobodyLookedAtKeepsItsThresholds() {
        assertThat(run(strict(200), FEW).labels().get(2).notes())
                .containsExactly("no line says anything of it: its thresholds stay as shipped");
    }

    @Test
    void fewLinesSuggestNothingUnlessTheyAreToBeTaken() {
        CalibrationReport careful = run(strict(12), USUAL);

        assertThat(careful.isOfFewLines()).isTrue();
        assertThat(careful.labels().getFirst().suggested()).isEmpty();
        assertThat(careful.labels().getFirst().notes())
                .containsExactly("it doesn't hold in only 4 lines, at least 10 are needed (--few takes fewer): its"
                        + " thresholds stay as shipped");
        assertThat(run(strict(12), FEW).labels().getFirst().suggested()).isPresent();
    }

    @Test
    void whatFewLinesCannotTellApartIsSaid() {
        List<String> notes = run(strict(12), FEW).labels().getFirst().notes();

        assertThat(notes)
                .contains("review: the intervals of precision and of recall at the shipped and the suggested threshold"
                        + " overlap: these lines show no sure difference there");
    }

    @Test
    void whatManyLinesTellApartIsNotDoubted() {
        List<String> notes = run(strict(2_000), USUAL).labels().getFirst().notes();

        assertThat(notes).noneMatch(note -> note.contains("recall"));
    }

    @Test
    void aPrecisionThatNoThresholdReachesLeavesBlockAsItIs() {
        List<Judged> blurred = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            blurred.add(new Judged(
                    new LabelledText("line " + i, Map.of("toxic", i % 2 == 1)), Map.of("toxic", i / 200.0)));
        }

        LabelCalibration toxic = run(blurred, new Rule(OptionalDouble.of(0.99), OptionalDouble.of(0.9), false))
                .labels()
                .getFirst();

        // The highest score is one where it holds, so one line would do.
        assertThat(toxic.suggested().orElseThrow().block()).isGreaterThan(0.99);
        assertThat(toxic.cuts().getLast().heldOut().orElseThrow().precision().low())
                .as("and held-out lines say what that is worth")
                .isLessThan(0.5);
        blurred.removeLast();
        LabelCalibration none = run(blurred, new Rule(OptionalDouble.of(0.99), OptionalDouble.of(0.9), false))
                .labels()
                .getFirst();
        assertThat(none.suggested().orElseThrow().block()).isEqualTo(0.8);
        assertThat(none.notes().getFirst())
                .startsWith("block: no threshold has precision 0.99 on these lines (the best is 0.5")
                .endsWith(": it stays as shipped");
    }

    @Test
    void theOverlayHoldsWhatIsSuggestedAndNothingElse() {
        Origin origin = new Origin("moderation", "1.0.0", "0".repeat(64));

        assertThat(run(strict(200), USUAL)
                        .overlay(origin, Instant.EPOCH)
                        .orElseThrow()
                        .labels())
                .containsOnlyKeys("toxic");
        assertThat(run(strict(12), USUAL).overlay(origin, Instant.EPOCH)).isEmpty();
    }

    @Test
    void aClassificationsScoreMovesToWhereMostIsRight() {
        List<Judged> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double sure = 0.505 + i / 200.0;
            boolean right = sure > 0.7;
            lines.add(new Judged(
                    new LabelledText("line " + i, Map.of("false", !right, "true", right)),
                    Map.of("false", 1 - sure, "true", sure)));
        }

        LabelCalibration all = Calibration.run(
                        FakeBundles.classification(),
                        lines,
                        new Rule(OptionalDouble.of(1), OptionalDouble.empty(), false))
                .labels()
                .getFirst();

        assertThat(all.minScore().orElseThrow()).isBetween(0.7, 0.706);
        assertThat(all.cuts().getFirst().shipped()).isEqualTo(new Outcome(0, 100, 60, 100));
    }

    @Test
    void aBundleWithoutThresholdsIsRefused() {
        assertThatThrownBy(() -> Calibration.labels(FakeBundles.extraction()))
                .hasMessage("extraction@1.0.0 is for extraction and has no thresholds: only bundles for moderation and"
                        + " classification can be calibrated");
    }

    @Test
    void theTableShowsEveryIntervalAndNote() {
        StringWriter out = new StringWriter();

        CalibrationTable.print(run(strict(200), USUAL), new PrintWriter(out, true));

        assertThat(out.toString())
                .contains("moderation@1.0.0, 200 labelled lines")
                .contains("toxic: holds in 140, not in 60, ROC-AUC 1.000")
                .containsPattern("block +shipped +0\\.8000 +1\\.000 \\[0\\.912, 1\\.000] +0\\.286 \\[0\\.217, 0\\.365]")
                .containsPattern(" +suggested +0\\.2650 +0\\.952 ")
                .containsPattern(" +held out +0\\.9")
                .contains("note: it holds in no line: its thresholds stay as shipped");
    }
}
