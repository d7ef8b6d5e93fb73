// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static io.edgewise.inference.encoder.OpenedSequence.HEAD;
import static io.edgewise.inference.encoder.OpenedSequence.PAD;
import static io.edgewise.inference.encoder.OpenedSequence.PUMP;
import static io.edgewise.inference.encoder.OpenedSequence.THE;
import static io.edgewise.inference.encoder.OpenedSequence.bundle;
import static io.edgewise.inference.encoder.OpenedSequence.choice;
import static io.edgewise.inference.encoder.OpenedSequence.open;
import static io.edgewise.inference.encoder.OpenedSequence.votes;
import static io.edgewise.testkit.model.SequenceModel.BOOL;
import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry.Padding;
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
    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32})
    void everyElementTypeOfIdsTakesTheSameNumbers(byte type) {
        SequenceModel file = votes().ids("input_ids", type).mask("input_mask", INT32);

        try (OpenedSequence opened =
                open(file, bundle().input(InputRole.MASK, "input_mask").with(HEAD))) {
            assertThat(opened.ask("the pump")).containsExactly(15, -15);
            assertThat(opened.ask("")).containsExactly(3, -3);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32, BOOL})
    void everyElementTypeOfTheMaskKeepsPaddingOut(byte type) {
        SequenceModel file = votes().ids("input_ids", INT32).mask("input_mask", type);

        try (OpenedSequence opened =
                open(file, bundle().input(InputRole.MASK, "input_mask").with(HEAD))) {
            assertThat(opened.ask("the pump")).containsExactly(15, -15);
        }
    }

    @Test
    void withoutAMaskPaddingIsInTheRowAndVotes() {
        try (OpenedSequence opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            assertThat(opened.ask("the pump")).containsExactly(4015, 3985);
        }
    }

    @Test
    void thePaddingPieceIsTheBundles() {
        SequenceBundles bundle = bundle().padding(THE, Padding.Side.RIGHT);

        try (OpenedSequence opened = open(votes().ids("input_ids", INT32), bundle.with(HEAD))) {
            assertThat(opened.ask("pump")).containsExactly(11 + 5 * 4, -11 - 5 * 4);
        }
    }

    @Test
    void anOpenRowIsAsLongAsItsText() {
        SequenceModel file =
                votes().ids("input_ids", INT32).length(-1).batch(-1).signature("serving_default");
        BundleDescriptor bundle =
                bundle().signature("serving_default").length(16).with(HEAD);

        try (OpenedSequence opened = open(file, bundle)) {
            assertThat(opened.ask("the pump")).containsExactly(15, -15);
            assertThat(opened.ask("the pump the pump the pump the")).containsExactly(3 + 3 * 12 + 4, -43);
            assertThat(opened.ask("")).containsExactly(3, -3);
            assertThat(opened.encoder().plan().applied()).isEqualTo(1);
        }
    }

    @Test
    void aTextWithoutAnyTokenIsARowOfPadding() {
        SequenceModel file = votes().ids("input_ids", INT32).length(-1);

        try (OpenedSequence opened = open(file, bundle().with(HEAD))) {
            Pass pass = opened.encoder().run(List.of(Window.whole(NoMarks.encode(""))), Set.of("mood"));

            assertThat(pass.sequence("mood", 0, 2, 0)).isEqualTo(1000);
        }
    }

    @Test
    void aModelWithoutSpecialPiecesGetsNone() {
        SequenceModel file = votes().ids("input_ids", INT32).length(-1);

        try (OpenedSequence opened = open(file, bundle().with(HEAD))) {
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

        try (OpenedSequence opened = open(file, bundle)) {
            float positions = (1 + 2 + 3) * SequenceModel.POSITION_VOTE;

            assertThat(opened.ask("the pump")).containsExactly(15 + positions, -15);
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

        try (OpenedSequence opened = open(file, bundle)) {
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

        try (OpenedSequence opened = open(file, bundle)) {
            assertThat(opened.ask("the pump")).containsExactly(15, -15);
        }
    }

    @Test
    void anInputOfOneDimensionIsARowToo() {
        try (OpenedSequence opened = open(
                votes().ids("input_ids", INT32).mask("m", INT32).flat(),
                bundle().input(InputRole.MASK, "m").with(HEAD))) {
            assertThat(opened.ask("the pump")).containsExactly(15, -15);
        }
    }

    @Test
    void probabilitiesBecomeLogitsWhoseSoftmaxTheyAre() {
        SequenceModel file = votes().ids("input_ids", INT32).mask("mask", INT32).softmax();

        try (OpenedSequence opened =
                open(file, bundle().input(InputRole.MASK, "mask").with(choice(Activation.SOFTMAX)))) {
            float[] logits = opened.ask("");

            assertThat(Math.exp(logits[0])).isCloseTo(1 / (1 + Math.exp(-6)), within(1e-6));
            assertThat(Math.exp(logits[1])).isCloseTo(1 / (1 + Math.exp(6)), within(1e-6));
            // 30 above the other: a share of 1e-13, of which no more is said than that it is tiny.
            assertThat(opened.ask("the pump")[1]).isCloseTo((float) Math.log(1e-6), within(1e-3f));
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

        try (OpenedSequence opened =
                open(file, bundle().input(InputRole.MASK, "mask").with(labels))) {
            assertThat(opened.ask("")[0]).isCloseTo(3, within(1e-4f));
            assertThat(opened.ask("")[1]).isCloseTo(-3, within(1e-4f));
        }
    }

    @Test
    void whatIsNoProbabilityAndShouldBeOneIsAnInvalidAnswer() {
        SequenceModel file = votes().ids("input_ids", INT32).mask("mask", INT32);

        try (OpenedSequence opened =
                open(file, bundle().input(InputRole.MASK, "mask").with(choice(Activation.SOFTMAX)))) {
            assertThatThrownBy(() -> opened.ask("pump"))
                    .isInstanceOf(InvalidOutputException.class)
                    .hasMessageStartingWith(
                            "the model's output \"mood\" is 11.0, and a probability by bundle.json (activation softmax)");
        }
    }

    @Test
    void aVectorIsReadAsItIs() {
        Head.Vector vector = new Head.Vector("embedding", new Head.Output("Identity", Activation.LOGITS), 2);

        try (OpenedSequence opened = open(
                votes().ids("input_ids", INT32).mask("m", INT32),
                bundle().input(InputRole.MASK, "m").with(vector))) {
            assertThat(opened.ask("pump", "embedding")).containsExactly(11, -11);
        }
    }

    @Test
    void aWindowLongerThanTheModelIsRefused() {
        try (OpenedSequence opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            assertThatThrownBy(() -> opened.ask("a a a a a a a"))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("a window of 9 tokens is too long: bundle brought@1.0.0 takes at most 8");
            assertThat(opened.ask("a a a a a a")[0]).isFinite();
        }
    }

    @Test
    void anIdOutOfRangeIsRefusedBeforeTheModelSeesIt() {
        try (OpenedSequence opened =
                open(votes().ids("input_ids", INT32), bundle().rows(PUMP).with(HEAD))) {
            assertThatThrownBy(() -> opened.ask("the pump"))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("token id 102 is out of range: bundle brought@1.0.0 has 102 word rows");
        }
    }

    @Test
    void severalMessagesNeverShareAPass() {
        try (OpenedSequence opened = open(votes().ids("input_ids", INT32), bundle().with(HEAD))) {
            Window window = Window.whole(TestTokenizer.encode("pump"));

            assertThatThrownBy(() -> opened.encoder().run(List.of(window, window), Set.of("mood")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs one window");
        }
    }
}
