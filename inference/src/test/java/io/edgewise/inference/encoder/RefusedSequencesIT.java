// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static io.edgewise.inference.encoder.OpenedSequence.HEAD;
import static io.edgewise.inference.encoder.OpenedSequence.bundle;
import static io.edgewise.inference.encoder.OpenedSequence.open;
import static io.edgewise.inference.encoder.OpenedSequence.votes;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.STRING;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.testkit.model.SequenceModel;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Graphs that are not what their bundle says, each with its sentence.
class RefusedSequencesIT {
    @Test
    void inputsThatAreNotWhatTheBundleSaysAreRefusedTogether() {
        SequenceModel file = votes().ids("ids", STRING).mask("mask", INT32).length(8);
        BundleDescriptor bundle = new SequenceBundles()
                .input(InputRole.IDS, "ids")
                .input(InputRole.MASK, "msk")
                .with(HEAD);

        assertThatThrownBy(() -> open(file.custom("FlexCut"), bundle))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("input \"ids\" takes the text itself (STRING [1, 8]), as the Universal Sentence"
                        + " Encoder does")
                .hasMessageContaining("the model has no input \"msk\" (have: [ids, mask])");
    }

    @Test
    void anInputWithoutARoleIsRefused() {
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).mask("mask", INT32), bundle().with(HEAD)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(
                        "bundle brought@1.0.0: the graph of model brought.tflite takes [input_ids, mask], bundle.json"
                                + " gives a role to [input_ids]: an input without one would stay empty");
    }

    @Test
    void anInputThatHasTwoRolesIsRefusedThoughEachHasAName() {
        BundleDescriptor twice = bundle().input(InputRole.MASK, "0").with(HEAD);

        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).mask("mask", INT32), twice))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("bundle.json gives the input \"input_ids\" two roles, ids and mask")
                .hasMessageContaining("takes [input_ids, mask], bundle.json gives a role to [input_ids, 0]");
    }

    @Test
    void anotherLengthThanTheBundlesIsRefused() {
        assertThatThrownBy(() -> open(
                        votes().ids("input_ids", INT32), bundle().length(16).with(HEAD)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("bundle brought@1.0.0: input \"input_ids\" takes 8 tokens, bundle.json says 16"
                        + " (model.length)");
    }

    @Test
    void aModelForSeveralTextsAtOnceIsRefused() {
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).batch(2), bundle().with(HEAD)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("is INT32 [2, 8]: it takes 2 texts at once; convert the model for one");
    }

    @Test
    void aHeadThatTheModelLacksOrThatIsWiderIsRefused() {
        Head other = new Head.Choice("mood", List.of("a", "b"), "");
        Head three = new Head.Choice(
                "mood",
                new Head.Output("Identity", Activation.LOGITS),
                List.of("a", "b", "c"),
                "",
                OptionalDouble.empty());

        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32), bundle().with(other)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("bundle brought@1.0.0: the model has no output \"mood\" (have: [Identity])");
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32), bundle().with(three)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("bundle brought@1.0.0: output \"mood\" is [1, 2], bundle.json names 3 labels");
    }

    @Test
    void aHeadOfTokensIsNoHeadOfTexts() {
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).tagger(), bundle().with(HEAD)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("bundle brought@1.0.0: output \"mood\" is [1, 8, 2] for 8 tokens of 1 message: a head of"
                        + " this kind has a row for each message");
    }

    @Test
    void anOperatorThatTheLibraryLacksIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).custom("FlexCut"), bundle().with(HEAD)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("The library lacks an operator of this model");
    }

    @Test
    void legacyWeightsOfUnsignedBytesAreRefusedAsTooSlow() {
        assertThatThrownBy(() -> open(votes().ids("input_ids", INT32).legacyWeights(), bundle().with(HEAD)))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("1 int8 FULLY_CONNECTED nodes are left outside every delegate");
    }
}
