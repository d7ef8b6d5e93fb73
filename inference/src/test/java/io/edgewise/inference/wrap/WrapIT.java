// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.ClassificationTask;
import io.edgewise.inference.task.EmbeddingTask;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.task.TextTask;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models as converters and tools write them, whose answers can be reckoned by hand.
class WrapIT {
    private static final int ROWS = 120;
    private static final int THE = 93;
    private static final int PUMP = 102;
    private static final String WORDS = "<PAD> 0\n<START> 1\n<UNKNOWN> 2\nbuy 3\npump 4\n";
    private static final String DELIMITER = "[^\\w]+";

    @TempDir
    Path folder;

    /// `the` votes 1 and `pump` 2 for the second label; everything else is silent, but for padding.
    static SequenceModel bert(int labels) {
        float[][] votes = new float[ROWS][labels];
        votes[0][0] = 50;
        votes[THE][1] = 1;
        votes[PUMP][1] = 2;
        return new SequenceModel(votes).length(16);
    }

    /// `buy` votes 3 for the second label, `pump` 2 for the first; padding is silent.
    private static SequenceModel words() {
        float[][] votes = new float[5][2];
        votes[3][1] = 3;
        votes[4][0] = 2;
        return new SequenceModel(votes).ids("input_1", INT32);
    }

    private static TextMetadata wordsMetadata() {
        return new TextMetadata("A spam classifier")
                .input("input_text")
                .regex(DELIMITER, "vocab.txt")
                .output("probability", "labels.txt");
    }

    private Draft draft(SequenceModel model) {
        return new Draft(folder, model.writeTo(folder.resolve("Some Model_v1.tflite")));
    }

    private <R> R ask(String text, Function<BundleDescriptor, TextTask<R>> task) {
        Bundle bundle = Bundle.open(folder.resolve("bundle"));
        try (TextModel model = TextModel.open(TestLibrary.lite(), bundle)) {
            return model.read(text, task.apply(bundle.descriptor()));
        }
    }

    private Classification classify(String text) {
        return ask(text, bundle -> new ClassificationTask(bundle, OptionalDouble.empty()));
    }

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

    @Test
    void aModelOfAnotherConverterNeedsItsVocabularyAndLabels() {
        SequenceModel model = bert(3).ids("input_ids", INT64)
                .mask("attention_mask", INT64)
                .types("token_type_ids", INT64)
                .positions("position_ids", INT64)
                .length(-1)
                .signature("serving_default")
                .output("logits");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b", "c")
                .name("three")
                .wrap();

        assertThat(wrapped.descriptor().id()).isEqualTo("three@1.0.0");
        assertThat(wrapped.descriptor().licence()).isEqualTo("NOASSERTION");
        assertThat(wrapped.descriptor().model()).isInstanceOfSatisfying(ModelEntry.Sequence.class, sequence -> {
            assertThat(sequence.signature()).contains("serving_default");
            assertThat(sequence.maxTokens()).as("rows of the position table").isEqualTo(64);
        });
        assertThat(wrapped.notes())
                .contains(
                        "the graph leaves the length of its row open; a window has 64 tokens, its position table 64 rows"
                                + " (--tokens N)")
                .contains("nobody says under which licence the weights are; find out before you ship them");
        // 0 + 1 + 2 + 3 places for the first label, 1 and 2 for the second.
        float places = 6 * SequenceModel.POSITION_VOTE;
        assertThat(classify("the pump").scores().get("b"))
                .isCloseTo(Math.exp(3) / (Math.exp(3) + Math.exp(places) + 1), within(1e-4));
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
    void whatItIsForAndWhatItsNumbersAreCanBeSaid() {
        SequenceModel model = bert(2).ids("input_ids", INT32).mask("mask", INT32);

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("calm", "urgent")
                .task(TaskKind.MODERATION)
                .activation(Activation.LOGITS)
                .lowercase(false)
                .wrap()
                .descriptor();

        assertThat(bundle.task()).isEqualTo(TaskKind.MODERATION);
        assertThat(bundle.heads().getFirst()).isInstanceOf(Head.Labels.class);
        assertThat(bundle.tokenizer().options()).isEqualTo(WordPieceOptions.cased());
    }

    @Test
    void withoutLabelsNumbersAreAVector() {
        SequenceModel model =
                bert(2).ids("x", INT32).length(-1).signature("embed").output("sentence");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .tokens(32)
                .goldenText("the pump")
                .goldenText("a")
                .wrap();

        assertThat(wrapped.descriptor().task()).isEqualTo(TaskKind.EMBEDDING);
        assertThat(wrapped.descriptor().golden().logitTolerance()).isCloseTo(0.3, within(1e-6));
        assertThat(wrapped.descriptor().window().tokens()).isEqualTo(32);
        assertThat(wrapped.goldenTexts()).isEqualTo(2);
        assertThat(ask("the pump", EmbeddingTask::new).values()).containsExactly(0f, 3f);
    }

    @Test
    void aWindowOfAnOpenGraphIsAsLongAsWasSaid() {
        SequenceModel model = bert(2).ids("ids", INT32).mask("mask", INT32).length(-1);

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .tokens(400)
                .wrap();

        assertThat(wrapped.descriptor().window()).isEqualTo(new BundleDescriptor.WindowEntry(400, 100));
        assertThat(wrapped.descriptor().model().maxTokens()).isEqualTo(400);
        assertThat(wrapped.notes()).noneMatch(note -> note.contains("window"));
    }

    @Test
    void aWindowOfAnOpenGraphOfWhichNobodySaysTheLengthHas256Tokens() {
        SequenceModel model = bert(2).ids("ids", INT32).mask("mask", INT32).length(-1);

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .wrap();

        assertThat(wrapped.descriptor().window().tokens()).isEqualTo(256);
        assertThat(wrapped.notes())
                .contains("the graph leaves the length of its row open; a window has 256 tokens, which nobody said"
                        + " (--tokens N)");
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

    @Test
    void theCallersFilesTakeThePlaceOfTheModels() throws IOException {
        SequenceModel model =
                words().metadata(wordsMetadata()).file("vocab.txt", "damaged").file("labels.txt", "ham\nspam\neggs");
        Path vocabulary = Files.writeString(folder.resolve("my vocab"), WORDS);

        BundleDescriptor bundle =
                draft(model).vocabulary(vocabulary).labels("no", "yes").wrap().descriptor();

        assertThat(bundle.heads().getFirst().labels()).containsExactly("no", "yes");
        assertThat(classify("buy").label()).contains("yes");
    }

    @Test
    void damageInWhatTheModelSaysOfItselfIsANoteWhereEverythingWasGiven() {
        SequenceModel model = bert(2).ids("ids", INT32)
                .mask("mask", INT32)
                .metadata(new byte[] {1, 2, 3})
                .file("../labels.txt", "x");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .wrap();

        assertThat(wrapped.notes())
                .anyMatch(
                        note -> note.contains("is damaged: it has no M001 mark at its start; what it says is not used"))
                .anyMatch(note -> note.contains("has a file behind it whose name is none"));
    }

    @Test
    void whoeverMayReadTheFolderMayReadTheBundle() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));

        draft(bert(2).ids("ids", INT32))
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labelsIn(Files.writeString(folder.resolve("labels"), "\uFEFFa \r\n\r\nb\r\n"))
                .wrap();

        assertThat(Files.getPosixFilePermissions(folder.resolve("bundle")))
                .isEqualTo(Files.getPosixFilePermissions(other));
        assertThat(Bundle.describe(folder.resolve("bundle")).heads().getFirst().labels())
                .containsExactly("a", "b");
    }

    @Test
    void aSignatureIntoWhichATextFitsIsFoundOrNamed() {
        SequenceModel model = bert(2).ids("ids", FLOAT32).signature("only");

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .signature("only")
                .input(InputRole.IDS, "0")
                .labels("a", "b")
                .wrap()
                .descriptor();

        assertThat(bundle.model().signature()).contains("only");
    }
}
