// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.wrap.WrapException;
import io.edgewise.testkit.checkpoint.Safetensors;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a checkpoint is told with its name, all of it at once, and nothing is left behind.
class RefusedCheckpointsIT {
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void rightOne() {
        checkpoint = TinyCheckpoint.BERT_LABELS.writeTo(folder);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.contains("bundle"));
        }
    }

    private AbstractThrowableAssert<?, ?> refusal(Meaning meaning, Form form) {
        ImportOptions options = ImportOptions.of(checkpoint, folder.resolve("bundle"))
                .with(meaning)
                .with(form);
        return assertThatThrownBy(() -> Import.run(TestLibrary.lite(), options));
    }

    private AbstractThrowableAssert<?, ?> refusal() {
        return refusal(Meaning.LEFT_OUT, Form.of(Precision.INT8));
    }

    private Safetensors tensors() {
        return Safetensors.read(checkpoint.resolve(WEIGHTS));
    }

    private void replace(String file, String what, String by) throws IOException {
        String text = Files.readString(checkpoint.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(checkpoint.resolve(file), text.replace(what, by));
    }

    @Test
    void everyTensorThatIsMissingOrHasAnotherShapeIsNamed() {
        tensors()
                .remove("bert.encoder.layer.1.output.dense.weight")
                .remove("classifier.bias")
                .reshape("bert.encoder.layer.0.intermediate.dense.weight", 16, 32)
                .write(checkpoint.resolve(WEIGHTS));

        refusal()
                .isInstanceOf(WrapException.class)
                .hasMessageContaining("tensor bert.encoder.layer.1.output.dense.weight [16, 32] is missing")
                .hasMessageContaining("tensor classifier.bias [3] is missing")
                .hasMessageContaining(
                        "tensor bert.encoder.layer.0.intermediate.dense.weight is [16, 32], by config.json"
                                + " it is [32, 16]");
    }

    @Test
    void aTensorThatNobodyAsksForIsRefused() {
        tensors()
                .put("bert.encoder.layer.2.adapter.weight", "F32", List.of(1), new byte[4])
                .write(checkpoint.resolve(WEIGHTS));

        refusal().hasMessageContaining("config.json does not explain 1 tensor, bert.encoder.layer.2.adapter.weight");
    }

    @Test
    void whatOnlyTrainingNeedsIsLeftOutAndSaid() {
        tensors()
                .put("cls.predictions.decoder.weight", "F32", List.of(120, 16), new byte[120 * 16 * 4])
                .put("bert.embeddings.position_ids", "I64", List.of(1, 1), new byte[8])
                .write(checkpoint.resolve(WEIGHTS));

        Imported imported = Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("made")));

        assertThat(imported.notes())
                .anySatisfy(note -> assertThat(note)
                        .isEqualTo("left out, because nothing here needs it: 2 tensors, bert.embeddings.position_ids,"
                                + " cls.predictions.decoder.weight"));
    }

    @Test
    void whatElectraGuessesMaskedWordsWithIsLeftOut() {
        checkpoint = TinyCheckpoint.ELECTRA_LABEL.writeTo(folder);
        tensors()
                .put("generator_predictions.dense.weight", "F32", List.of(1), new byte[4])
                .put("generator_lm_head.bias", "F32", List.of(1), new byte[4])
                .write(checkpoint.resolve(WEIGHTS));

        assertThat(Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("made")))
                        .notes())
                .anyMatch(
                        note -> note.endsWith("2 tensors, generator_lm_head.bias, generator_predictions.dense.weight"));
    }

    @Test
    void aLabelIsOneLineOfTheCard() throws IOException {
        replace("config.json", "\"2\": \"threat\"", "\"2\": \"thr\\neat\"");

        Imported imported = Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("made")));

        assertThat(Files.readString(imported.directory().resolve("MODEL_CARD.md")))
                .contains("`rude`, `spam`, `thr")
                .doesNotContain("thr\neat");
    }

    @Test
    void namesOfTensorFlowAreUnderstood() {
        tensors()
                .rename("bert.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.gamma")
                .rename("bert.embeddings.LayerNorm.bias", "bert.embeddings.LayerNorm.beta")
                .write(checkpoint.resolve(WEIGHTS));

        assertThat(Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("made")))
                        .agreements())
                .hasSize(1);
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws IOException {
        Files.delete(checkpoint.resolve("tokenizer.json"));
        Files.writeString(
                checkpoint.resolve("vocab.txt"), Files.readString(checkpoint.resolve("vocab.txt")) + "one\nmore\n");

        refusal().hasMessageContaining("the vocabulary has 122 pieces, the model's word table has 120 rows");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "model_type": "bert"        | "model_type": "llama"       | model_type is "llama", known are the encoders [albert, bert,
            "model_type": "bert"        | "model_typ": "bert"         | model_type is ""
            "hidden_size": 16           | "hidden_size": 17           | 17 numbers can't be shared by 2 attention heads
            "hidden_size": 16           | "hidden_size": "wide"       | config.json: hidden_size is the text "wide", expected a number from 1 to 65536
            "num_hidden_layers": 2      | "layers": 2                 | config.json has no "num_hidden_layers"
            "num_hidden_layers": 2      | "num_hidden_layers": 1      | config.json does not explain 16 tensors, bert.encoder.layer.1.attention.output.LayerNorm.bias
            "num_attention_heads": 2    | "num_attention_heads": null | config.json has no "num_attention_heads"
            "num_attention_heads": 2    | "num_attention_heads": [2]  | config.json: num_attention_heads is a list or a block of keys, expected one value
            "is_decoder": false         | "is_decoder": "no"          | config.json: is_decoder is the text "no", expected true or false
            "hidden_act": "gelu"        | "hidden_act": "swish"       | hidden_act is "swish", known are gelu
            "is_decoder": false         | "is_decoder": true          | is_decoder is true: it writes texts
            "vocab_size": 120           | "vocab_size": 3000000000    | vocab_size is the number 3000000000, expected a number from 1 to 1000000
            ForSequenceClassification   | ForQuestionAnswering        | the architecture is BertForQuestionAnswering, known are
            "multi_label_classification"| "regression"                | problem_type is regression
            "2": "threat"               | "2": "spam"                 | id2label has no labels, or one twice: [rude, spam, spam]
            "2": "threat"               | "3": "threat"               | id2label has 3 labels, and none with the number 2
            """)
    void aConfigurationThatDoesNotFitIsRefused(String right, String wrong, String sentence) throws IOException {
        replace("config.json", right, wrong);

        refusal().isInstanceOf(WrapException.class).hasMessageContaining(sentence);
    }

    @Test
    void aMeasureIsNoLabel() throws IOException {
        replace("config.json", "\"multi_label_classification\"", "null");
        replace("config.json", "\"0\": \"rude\",", "\"0\": \"LABEL_0\"");
        replace("config.json", "\"1\": \"spam\",", "");
        replace("config.json", "\"2\": \"threat\"", "");

        refusal()
                .hasMessageContaining(
                        "config.json has one label and no problem_type, which the library takes for" + " regression");
    }

    @Test
    void poolingsSideBySideAreRefused() throws IOException {
        checkpoint = TinyCheckpoint.BERT_FIRST_TOKEN.writeTo(folder);
        replace("1_Pooling/config.json", "}", ", \"pooling_mode_max_tokens\": true}");

        refusal()
                .hasMessageContaining(
                        "1_Pooling/config.json asks for [pooling_mode_cls_token, pooling_mode_max_tokens]");
    }

    @Test
    void aTokenizerOfAKindThatIsNotKnownIsRefused() throws IOException {
        checkpoint = TinyCheckpoint.ROBERTA_LABEL.writeTo(folder);
        replace("tokenizer.json", "\"type\":\"BPE\"", "\"type\":\"WordLevel\"");

        refusal().hasMessageContaining("tokenizer.json has the model.type \"WordLevel\"; known are");
    }

    @Test
    void aFolderWithoutConfigurationIsRefused() throws IOException {
        Files.delete(checkpoint.resolve("config.json"));
        refusal().hasMessageContaining("there is no config.json");

        checkpoint = folder.resolve("nothing");
        refusal().hasMessageContaining("it is no folder");
    }

    @Test
    void aConfigurationThatIsNoJsonIsRefused() throws IOException {
        Files.writeString(checkpoint.resolve("config.json"), "{");

        refusal().hasMessageContaining("config.json can't be read: line 1");
    }

    @Test
    void aBundleIsNeverOverwritten() throws IOException {
        Path made = Files.createDirectory(folder.resolve("made"));

        assertThatThrownBy(() -> Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, made)))
                .hasMessageContaining("made is there already");
    }

    @Test
    void aTaskThatTheHeadsAreNotForIsRefused() {
        refusal(new Meaning(Optional.of(TaskKind.EXTRACTION), Set.of(), Map.of()), Form.of(Precision.INT8))
                .hasMessageContaining("the task extraction is not what the heads [label (of texts)] are for");
    }

    @Test
    void headsAndGroupsThatThereAreNotAreRefused() {
        refusal(new Meaning(Optional.empty(), Set.of("intent"), Map.of()), Form.of(Precision.INT8))
                .hasMessageContaining("heads [intent] are asked for, and config.json names none");
        refusal(new Meaning(Optional.empty(), Set.of(), Map.of("intent", "device")), Form.of(Precision.INT8))
                .hasMessageContaining("there is no head \"intent\" to be of a group");
        refusal(new Meaning(Optional.empty(), Set.of(), Map.of("label", "device")), Form.of(Precision.INT8))
                .hasMessageContaining("head \"label\" can't be of a group");
        checkpoint = TinyCheckpoint.BERT_EMBEDDER.writeTo(folder);
        refusal(new Meaning(Optional.empty(), Set.of(), Map.of("embedding", "device")), Form.of(Precision.INT8))
                .hasMessageContaining("there is no head \"embedding\" to be of a group");
    }

    @Test
    void labelsOfTokensMustHaveABeginningAndAnInside() throws IOException {
        checkpoint = TinyCheckpoint.BERT_TAGGER.writeTo(folder);
        replace("config.json", "\"I-fault\"", "\"L-fault\"");

        refusal().hasMessageContaining("the labels of tokens must be O, and B-x and I-x for each type x; spans has");
    }

    @Test
    void aGraphThatDoesNotFitIntoMemoryIsNotTried() {
        ImportOptions options = ImportOptions.of(checkpoint, folder.resolve("bundle"));

        assertThatThrownBy(() -> Import.run(TestLibrary.lite(), options, 7_000))
                .hasMessageContaining(
                        "the graph has 0 MiB and is made in memory, where 0 MiB are free for it: give Java a"
                                + " larger heap (EDGEWISE_JAVA_OPTS=-Xmx1m)");
    }

    @Test
    void onlyWhatIsKeptNeedsMemory() {
        ImportOptions options = ImportOptions.of(checkpoint, folder.resolve("made"));

        assertThatThrownBy(() -> Import.run(TestLibrary.lite(), options, 11_000))
                .hasMessageContaining("the graph has 0 MiB and is made in memory");
        assertThat(Import.run(
                                TestLibrary.lite(),
                                options.with(Form.of(Precision.INT8).withLayers(1)),
                                11_000)
                        .directory())
                .isDirectoryContaining("glob:**/bundle.json");
    }

    /// The bundle is made all the same.
    @Test
    void aComparisonThatDoesNotFitIntoMemoryIsLeftOut() {
        Imported imported =
                Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("made")), 25_000);

        assertThat(imported.agreements()).isEmpty();
        assertThat(imported.notes())
                .anyMatch(note -> note.startsWith("it is not compared with float32, which needs a larger heap"));
    }

    @Test
    void aWindowLongerThanThePositionsIsRefused() {
        refusal(Meaning.LEFT_OUT, Form.of(Precision.INT8).withTokens(65))
                .hasMessageContaining("windows of 65 tokens are not possible: from 8 to 64");
    }
}
