// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static io.edgewise.testkit.model.SequenceModel.BOOL;
import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.INT64;
import static io.edgewise.testkit.model.SequenceModel.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry.Padding;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.testkit.model.SequenceModel;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models whose answer is the sum of what each piece votes, so that a row that is filled wrongly shows.
class SequenceEncoderIT {
    private static final int ROWS = 120;
    private static final int PAD = 0;
    private static final int CLASSIFY = 2;
    private static final int SEPARATE = 3;
    private static final int THE = 93;
    private static final int PUMP = 102;
    private static final Head HEAD = choice(Activation.LOGITS);

    private static Head.Choice choice(Activation activation) {
        return new Head.Choice(
                "mood", new Head.Output("Identity", activation), List.of("a", "b"), "", OptionalDouble.empty());
    }

    /// `[CLS]` 1, `[SEP]` 2, `the` 4, `pump` 8 for the first label, and the same negative for the second; padding
    /// 1000.
    private static SequenceModel votes() {
        float[][] votes = new float[ROWS][2];
        votes[PAD] = new float[] {1000, 1000};
        votes[CLASSIFY] = new float[] {1, -1};
        votes[SEPARATE] = new float[] {2, -2};
        votes[THE] = new float[] {4, -4};
        votes[PUMP] = new float[] {8, -8};
        return new SequenceModel(votes);
    }

    private static SequenceBundles bundle() {
        return new SequenceBundles().input(InputRole.IDS, "input_ids");
    }

    private record Opened(Model model, Encoder encoder) implements AutoCloseable {
        float[] ask(String text, int width) {
            return ask(text, "mood", width);
        }

        float[] ask(String text, String head, int width) {
            Pass pass = encoder.run(List.of(Window.whole(TestTokenizer.encode(text))), Set.of(head));
            float[] logits = new float[width];
            for (int label = 0; label < width; label++) {
                logits[label] = pass.sequence(head, 0, width, label);
            }
            return logits;
        }

        @Override
        public void close() {
            encoder.close();
            model.close();
        }
    }

    private static Opened open(SequenceModel file, BundleDescriptor bundle) {
        Model model = TestLibrary.lite().model(ModelFile.of("brought.tflite", file.bytes()));
        try {
            return new Opened(model, Encoder.open(bundle, model, InterpreterOptions.cpu()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32})
    void everyElementTypeOfIdsTakesTheSameNumbers(byte type) {
        SequenceModel file = votes().ids("input_ids", type).mask("input_mask", INT32);

        try (Opened opened =
                open(file, bundle().input(InputRole.MASK, "input_mask").with(HEAD))) {
            assertThat(opened.ask("the pump", 2)).containsExactly(15, -15);
            assertThat(opened.ask("", 2)).containsExactly(3, -3);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32, BOOL})
    void everyElementTypeOfTheMaskKeepsPaddingOut(byte type) {
        SequenceModel file = votes().ids("input_ids", INT32).mask("input_mask", type);

        try (Opened opened =
                open(file, bundle().input(InputRole.MASK, "input_mask").with(HEAD))) {
            assertThat(opened.ask("the pump", 2)).containsExactly(15, -15);
        }
    }

    @Test
    void withoutAMaskPaddingIsInTheRowAndVotes() {
        try (Opened opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            assertThat(opened.ask("the pump", 2)).containsExactly(4015, 3985);
        }
    }

    @Test
    void thePaddingPieceIsTheBundles() {
        SequenceBundles bundle = bundle().padding(THE, Padding.Side.RIGHT);

        try (Opened opened = open(votes().ids("input_ids", INT32), bundle.with(HEAD))) {
            assertThat(opened.ask("pump", 2)).containsExactly(11 + 5 * 4, -11 - 5 * 4);
        }
    }

    @Test
    void anOpenRowIsAsLongAsItsText() {
        SequenceModel file =
                votes().ids("input_ids", INT32).length(-1).batch(-1).signature("serving_default");
        BundleDescriptor bundle =
                bundle().signature("serving_default").length(16).with(HEAD);

        try (Opened opened = open(file, bundle)) {
            assertThat(opened.ask("the pump", 2)).containsExactly(15, -15);
            assertThat(opened.ask("the pump the pump the pump the", 2)).containsExactly(3 + 3 * 12 + 4, -43);
            assertThat(opened.ask("", 2)).containsExactly(3, -3);
            assertThat(opened.encoder().plan().applied()).isEqualTo(1);
        }
    }

    @Test
    void aTextWithoutAnyTokenIsARowOfPadding() {
        SequenceModel file = votes().ids("input_ids", INT32).length(-1);

        try (Opened opened = open(file, bundle().with(HEAD))) {
            Pass pass = opened.encoder().run(List.of(Window.whole(NoMarks.encode(""))), Set.of("mood"));

            assertThat(pass.sequence("mood", 0, 2, 0)).isEqualTo(1000);
        }
    }

    @Test
    void aModelWithoutSpecialPiecesGetsNone() {
        SequenceModel file = votes().ids("input_ids", INT32).length(-1);

        try (Opened opened = open(file, bundle().with(HEAD))) {
            Pass pass = opened.encoder().run(List.of(Window.whole(NoMarks.encode("pump leaks"))), Set.of("mood"));

            // Row 1 and row 2 of the table: [UNK] has no vote, [CLS] one.
            assertThat(pass.sequence("mood", 0, 2, 0)).isEqualTo(1);
        }
    }

    @Test
    void everyRoleIsFilledWithItsOwnNumbers() {
        SequenceModel file = votes().positions("position_ids", INT64)
                .types("token_type_ids", INT32)
                .mask("attention_mask", FLOAT32)
                .ids("input_ids", INT32)
                .signature("classify");
        BundleDescriptor bundle = bundle().input(InputRole.MASK, "attention_mask")
                .input(InputRole.TYPE_IDS, "token_type_ids")
                .input(InputRole.POSITIONS, "position_ids")
                .signature("classify")
                .with(HEAD);

        try (Opened opened = open(file, bundle)) {
            float positions = (1 + 2 + 3) * SequenceModel.POSITION_VOTE;

            assertThat(opened.ask("the pump", 2)).containsExactly(15 + positions, -15);
        }
    }

    @Test
    void paddingCanStandInFrontOfTheText() {
        SequenceModel file = votes().ids("input_ids", INT32)
                .mask("mask", INT32)
                .positions("positions", INT32)
                .tagger();
        Head.Spans spans = new Head.Spans(
                "mood", new Head.Output("Identity", Activation.LOGITS), List.of("O", "B-a"), "group", Map.of());
        BundleDescriptor bundle = bundle().input(InputRole.MASK, "mask")
                .input(InputRole.POSITIONS, "positions")
                .padding(PAD, Padding.Side.LEFT)
                .with(spans);

        try (Opened opened = open(file, bundle)) {
            Window window = Window.whole(TestTokenizer.encode("the pump"));
            Pass pass = opened.encoder().run(List.of(window), Set.of("mood"));

            assertThat(pass.token("mood", 0, 0, 2, 0)).isEqualTo(1);
            assertThat(pass.token("mood", 0, window.token(0), 2, 0)).isEqualTo(4 + SequenceModel.POSITION_VOTE);
            assertThat(pass.token("mood", 0, window.token(1), 2, 0)).isEqualTo(8 + 2 * SequenceModel.POSITION_VOTE);
            assertThat(pass.token("mood", 0, 3, 2, 0)).isEqualTo(2 + 3 * SequenceModel.POSITION_VOTE);
        }
    }

    @Test
    void aModelWithoutSignaturesGoesByPosition() {
        SequenceModel file = votes().mask("", INT32).ids("", INT32).output("");
        Head head = new Head.Choice(
                "mood", new Head.Output("0", Activation.LOGITS), List.of("a", "b"), "", OptionalDouble.empty());
        BundleDescriptor bundle = new SequenceBundles()
                .input(InputRole.IDS, "1")
                .input(InputRole.MASK, "0")
                .with(head);

        try (Opened opened = open(file, bundle)) {
            assertThat(opened.ask("the pump", 2)).containsExactly(15, -15);
        }
    }

    @Test
    void anInputOfOneDimensionIsARowToo() {
        try (Opened opened = open(
                votes().ids("input_ids", INT32).mask("m", INT32).flat(),
                bundle().input(InputRole.MASK, "m").with(HEAD))) {
            assertThat(opened.ask("the pump", 2)).containsExactly(15, -15);
        }
    }

    @Test
    void probabilitiesBecomeLogitsWhoseSoftmaxTheyAre() {
        SequenceModel file = votes().ids("input_ids", INT32).mask("mask", INT32).softmax();

        try (Opened opened = open(file, bundle().input(InputRole.MASK, "mask").with(choice(Activation.SOFTMAX)))) {
            float[] logits = opened.ask("", 2);

            assertThat(Math.exp(logits[0])).isCloseTo(1 / (1 + Math.exp(-6)), within(1e-6));
            assertThat(Math.exp(logits[1])).isCloseTo(1 / (1 + Math.exp(6)), within(1e-6));
            // 30 above the other: a share of 1e-13, of which no more is said than that it is tiny.
            assertThat(opened.ask("the pump", 2)[1]).isCloseTo((float) Math.log(1e-6), within(1e-3f));
        }
    }

    @Test
    void sigmoidsBecomeLogOdds() {
        Head.Labels labels = new Head.Labels(
                "mood",
                new Head.Output("Identity", Activation.SIGMOID),
                List.of("a", "b"),
                Map.of(),
                Map.of(),
                OptionalDouble.empty());
        SequenceModel file = votes().ids("input_ids", INT32).mask("mask", INT32).sigmoid();

        try (Opened opened = open(file, bundle().input(InputRole.MASK, "mask").with(labels))) {
            assertThat(opened.ask("", 2)[0]).isCloseTo(3, within(1e-4f));
            assertThat(opened.ask("", 2)[1]).isCloseTo(-3, within(1e-4f));
        }
    }

    @Test
    void whatIsNoProbabilityAndShouldBeOneIsAnInvalidAnswer() {
        SequenceModel file = votes().ids("input_ids", INT32).mask("mask", INT32);

        try (Opened opened = open(file, bundle().input(InputRole.MASK, "mask").with(choice(Activation.SOFTMAX)))) {
            assertThatThrownBy(() -> opened.ask("pump", 2))
                    .isInstanceOf(InvalidOutputException.class)
                    .hasMessageStartingWith(
                            "the model's output \"mood\" is 11.0, and a probability by bundle.json (activation softmax)");
        }
    }

    @Test
    void aVectorIsReadAsItIs() {
        Head.Vector vector = new Head.Vector("embedding", new Head.Output("Identity", Activation.LOGITS), 2);

        try (Opened opened = open(
                votes().ids("input_ids", INT32).mask("m", INT32),
                bundle().input(InputRole.MASK, "m").with(vector))) {
            assertThat(opened.ask("pump", "embedding", 2)).containsExactly(11, -11);
        }
    }

    @Test
    void aWindowLongerThanTheModelIsRefused() {
        try (Opened opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            assertThatThrownBy(() -> opened.ask("a a a a a a a", 2))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("a window of 9 tokens is too long: bundle brought@1.0.0 takes at most 8");
            assertThat(opened.ask("a a a a a a", 2)[0]).isFinite();
        }
    }

    @Test
    void anIdOutOfRangeIsRefusedBeforeTheModelSeesIt() {
        try (Opened opened =
                open(votes().ids("input_ids", INT32), bundle().rows(PUMP).with(HEAD))) {
            assertThatThrownBy(() -> opened.ask("the pump", 2))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("token id 102 is out of range: bundle brought@1.0.0 has 102 word rows");
        }
    }

    @Test
    void severalMessagesNeverShareAPass() {
        try (Opened opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            Window window = Window.whole(TestTokenizer.encode("pump"));

            assertThatThrownBy(() -> opened.encoder().run(List.of(window, window), Set.of("mood")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs one window");
        }
    }

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
