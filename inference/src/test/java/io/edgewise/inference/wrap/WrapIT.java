// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found in a model, and concluded from it.
class WrapIT extends WrappedModels {
    @Test
    void aModelThatSaysEverythingOfItselfNeedsNothingElse() {
        SequenceModel model = words().softmax()
                .metadata(wordsMetadata())
                .file("vocab.txt", WORDS)
                .file("labels.txt", "ham\nspam\n");

        Wrapped wrapped = draft(model).wrap();

        BundleDescriptor bundle = wrapped.descriptor();
        assertThat(bundle.id()).isEqualTo("some-model-v1@1.0.0");
        assertThat(bundle.task()).isEqualTo(TaskKind.CLASSIFICATION);
        assertThat(bundle.licence()).isEqualTo("Apache-2.0");
        assertThat(bundle.description()).isEqualTo("A model that a test wrote.");
        assertThat(bundle.source())
                .startsWith("wrapped from Some Model_v1.tflite, SHA-256 ")
                .endsWith(", by a test");
        assertThat(bundle.tokenizer().kind()).isEqualTo(TokenizerKind.REGEX);
        assertThat(bundle.tokenizer().delimiter()).isEqualTo(DELIMITER);
        assertThat(bundle.tokenizer().options().lowercase()).isTrue();
        assertThat(bundle.window()).isEqualTo(new BundleDescriptor.WindowEntry(8, 2));
        assertThat(bundle.heads())
                .containsExactly(new Head.Choice(
                        "label",
                        new Head.Output("Identity", Activation.SOFTMAX),
                        List.of("ham", "spam"),
                        "",
                        OptionalDouble.empty()));
        assertThat(bundle.files()).containsOnlyKeys("model.tflite", "vocab.txt", "golden.json", "MODEL_CARD.md");
        assertThat(wrapped.kernels()).isEqualTo("TensorFlow Lite's own kernels");
        assertThat(wrapped.goldenTexts()).isEqualTo(5);
        assertThat(classify("BUY now").label()).contains("spam");
        assertThat(classify("BUY now").score()).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-5));
        assertThat(classify("the pump").label()).contains("ham");
    }

    @Test
    void theCardSaysWhereTheModelIsFromAndWhatWasConcluded() throws IOException {
        SequenceModel model = words().softmax()
                .metadata(wordsMetadata())
                .file("vocab.txt", WORDS)
                .file("labels.txt", "ham\nspam");

        Wrapped wrapped = draft(model).wrap();

        assertThat(wrapped.notes())
                .containsExactly(
                        "output \"Identity\" is computed by SOFTMAX, so its numbers are taken for softmax",
                        "0 of 2 pieces of the vocabulary have capital letters, so texts are read in lower case");
        assertThat(Files.readString(folder.resolve("bundle/MODEL_CARD.md")))
                .contains("from `Some Model_v1.tflite` (SHA-256 `")
                .contains("It says of itself: \"A spam classifier. A model that a test wrote.\"")
                .contains("recorded from the model itself on TensorFlow Lite's own kernels")
                .contains("- " + wrapped.notes().getFirst())
                .contains("## What is not known yet");
        assertThat(Files.readString(folder.resolve("bundle/golden.json")))
                .contains("it says that a board computes the same, not that the model is right");
    }

    @Test
    void bertsInputsGetTheirRolesFromWhatTheModelSaysOfThem() {
        TextMetadata metadata = new TextMetadata("BertNLClassifier")
                .input("segment_ids")
                .input("ids")
                .input("mask")
                .bert("vocab.txt")
                .output("probability", "labels.txt")
                .threshold(0.75f);
        SequenceModel model = bert(2).types("a", INT32)
                .ids("b", INT32)
                .mask("c", INT32)
                .softmax()
                .metadata(metadata)
                .file("vocab.txt", TinyFile.VOCABULARY.bytes())
                .file("labels.txt", "no\nyes");

        BundleDescriptor bundle = draft(model).wrap().descriptor();

        assertThat(bundle.model()).isInstanceOfSatisfying(ModelEntry.Sequence.class, sequence -> {
            assertThat(sequence.inputs())
                    .isEqualTo(Map.of(InputRole.IDS, "b", InputRole.MASK, "c", InputRole.TYPE_IDS, "a"));
            assertThat(sequence.maxTokens()).isEqualTo(16);
            assertThat(sequence.vocabularySize()).isEqualTo(ROWS);
        });
        assertThat(bundle.tokenizer().kind()).isEqualTo(TokenizerKind.WORDPIECE);
        assertThat(bundle.tokenizer().options()).isEqualTo(WordPieceOptions.uncased());
        assertThat(classify("The pump").score()).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-5));
        assertThat(classify("the").label())
                .as("a share of 0.73 is below the model's own threshold")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaggerFindsFieldsWithTheirPlaces(boolean flat) {
        float[][] votes = new float[ROWS][3];
        for (float[] row : votes) {
            row[1] = 2;
        }
        votes[PUMP] = new float[] {0, 0, 5};
        SequenceModel model = new SequenceModel(votes)
                .ids("input_ids", INT32)
                .mask("input_mask", INT32)
                .length(16)
                .tagger()
                .output("logits");
        if (flat) {
            model.flat();
        }

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("I-part", "O", "B-part")
                .wrap()
                .descriptor();

        assertThat(bundle.task()).isEqualTo(TaskKind.EXTRACTION);
        assertThat(ask(
                                "7 Pump, 9",
                                b -> new ExtractionTask(
                                        b, Set.of("entities"), new PatternExtractor(PatternOptions.defaults()), 0))
                        .fields())
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.type()).isEqualTo("part");
                    assertThat(field.text()).isEqualTo("Pump");
                    assertThat(field.start()).isEqualTo(2);
                    assertThat(field.score()).isCloseTo(Math.exp(5) / (Math.exp(5) + 2), within(1e-5));
                });
    }

    @Test
    void sigmoidsAreLabelsThatDoNotExcludeEachOther() {
        SequenceModel model =
                bert(2).ids("input_ids", INT32).mask("mask", INT32).sigmoid();

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("calm", "urgent")
                .wrap();

        assertThat(wrapped.descriptor().heads().getFirst()).isInstanceOf(Head.Labels.class);
        assertThat(classify("the pump").labels()).contains(List.of("calm", "urgent"));
        assertThat(classify("the pump").scores().get("urgent")).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-5));
        assertThat(classify("the pump").scores().get("calm")).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void ofSeveralOutputsTheOneWithProbabilitiesIsMeantUnlessTold() {
        SequenceModel model =
                bert(2).ids("ids", INT32).mask("mask", INT32).hidden("hidden").softmax();

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .wrap()
                .descriptor();

        assertThat(bundle.heads().getFirst().output().tensor()).isEqualTo("Identity");
    }

    @Test
    void aVocabularyWithCapitalLettersKeepsThem() {
        SequenceModel model = words().metadata(wordsMetadata())
                .file("vocab.txt", WORDS.replace("buy", "Buy"))
                .file("labels.txt", "ham\nspam");

        draft(model).wrap();

        assertThat(classify("Buy").label()).contains("spam");
        assertThat(classify("buy").score()).isCloseTo(0.5, within(1e-6));
    }
}
