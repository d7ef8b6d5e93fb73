// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the numbers of a wrapped model are taken for, and how close to them a board must come.
class WrappedNumbersIT {
    private static final int ROWS = 120;
    private static final int THE = 93;
    private static final int PUMP = 102;

    @TempDir
    Path folder;

    /// `the` is unsure, `pump` as sure as `votes` make it.
    private static SequenceModel model(float votes) {
        float[][] all = new float[ROWS][2];
        all[THE][1] = votes / 10;
        all[PUMP][1] = votes;
        return new SequenceModel(all).ids("ids", INT32).mask("mask", INT32).length(16);
    }

    private Draft draft(SequenceModel model) {
        return new Draft(folder, model.writeTo(folder.resolve("m.tflite")))
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("calm", "urgent");
    }

    /// A board whose delegate answers this of every text.
    private record Answering(float first, float second) implements Encoder {
        @Override
        public Pass run(List<Window> windows, Set<String> outputs) {
            return new Pass(Map.of(outputs.iterator().next(), new float[] {first, second}), new int[] {0});
        }

        @Override
        public int packTokens() {
            return 0;
        }

        @Override
        public PlanReport plan() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public void close() {}
    }

    private void check(Encoder board) {
        Bundle bundle = Bundle.open(folder.resolve("bundle"));
        try {
            GoldenCheck.run(bundle, board);
        } finally {
            bundle.modelFile().close();
        }
    }

    @Test
    void aStepOfAQuantisedProbabilityIsNoDifferenceAtTheEnd() {
        draft(model(40).softmax()).goldenText("pump").wrap();
        float step = (float) Math.log(1 / 256.0);

        check(new Answering(step, (float) Math.log(255 / 256.0)));
        assertThatThrownBy(() -> check(new Answering((float) Math.log(0.1), (float) Math.log(0.9))))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("output label[0] is 0.1000, expected 0.0000 within 0.06");
    }

    @Test
    void aStepOfAQuantisedSigmoidIsNoDifferenceAtTheEnd() {
        draft(model(40).sigmoid()).goldenText("pump").wrap();

        check(new Answering(0.01f, (float) Math.log(255)));
        assertThatThrownBy(() -> check(new Answering(0.4f, (float) Math.log(255))))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("output labels[0] is 0.5987, expected 0.5000 within 0.06");
    }

    @Test
    void logitsMayDifferByATenthOfTheLargest() {
        assertThat(draft(model(40))
                        .goldenText("pump")
                        .wrap()
                        .descriptor()
                        .golden()
                        .logitTolerance())
                .isCloseTo(4, within(1e-6));
    }

    @Test
    void logitsOfLabelsThatDoNotExcludeEachOtherAreSaidToBe() {
        Wrapped wrapped = draft(model(3)).multiLabel(true).wrap();

        assertThat(wrapped.descriptor().heads().getFirst())
                .isInstanceOfSatisfying(
                        Head.Labels.class,
                        labels -> assertThat(labels.output().activation()).isEqualTo(Activation.LOGITS));
        assertThat(wrapped.notes()).noneMatch(note -> note.contains("multi-label"));
    }

    @Test
    void thatExactlyOneLabelHoldsIsANoteWhereNobodySaidIt() {
        assertThat(draft(model(3)).wrap().notes())
                .contains("of the labels exactly one is taken to hold; if any number of them may, say so (--multi-label"
                        + " true)");
    }

    @Test
    void logitsThatLookLikeProbabilitiesAreANote() {
        assertThat(draft(model(0.5f)).wrap().notes())
                .anyMatch(note -> note.startsWith(
                        "the numbers of output \"Identity\" were taken for logits, and all lie" + " between 0 and 1"));
    }

    @Test
    void aModelThatIsAsSureAsItCanBeOfEveryTextIsNotRefused() {
        Wrapped wrapped = draft(model(40).softmax())
                .goldenText("pump")
                .goldenText("the pump")
                .wrap();

        assertThat(wrapped.notes())
                .anyMatch(note -> note.startsWith(
                        "the model says the same of [pump, the pump], as sure as its numbers can" + " be"));
    }
}
