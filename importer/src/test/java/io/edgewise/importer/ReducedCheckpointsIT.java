// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.checkpoint.Safetensors;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Smaller models of the same checkpoints: fewer pieces, fewer layers.
class ReducedCheckpointsIT {
    private static final Form FLOAT = Form.of(Precision.FP32);

    /// Of the 120 pieces, every single character and `the` and `pump` are in it.
    private static final int PIECES = 100;

    @TempDir
    Path folder;

    private Imported imported(TinyCheckpoint tiny, String name, Form form) {
        Path checkpoint = folder.resolve("checkpoint-" + name);
        return Import.run(
                TestLibrary.lite(),
                ImportOptions.of(tiny.writeTo(checkpoint), folder.resolve(name)).with(form));
    }

    private Path texts(String... lines) throws IOException {
        return Files.write(folder.resolve("texts.txt"), List.of(lines));
    }

    @Test
    void textsOfKeptPiecesSayTheSameWithAVocabularyThatWasCut() throws IOException {
        // Given
        Path texts = texts("the pump", "the pump leaks", "the seal of the pump");

        // When
        Imported whole = imported(TinyCheckpoint.BERT_LABELS, "whole", FLOAT);
        Imported cut = imported(TinyCheckpoint.BERT_LABELS, "cut", FLOAT.withCut(texts, PIECES));

        // Then
        List<String> vocabulary = Files.readAllLines(cut.directory().resolve("vocab.txt"));
        assertThat(vocabulary)
                .hasSizeLessThanOrEqualTo(PIECES)
                .contains("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "pump", "a", "##a")
                .isSubsetOf(Files.readAllLines(whole.directory().resolve("vocab.txt")));
        assertThat(cut.descriptor().model().vocabularySize()).isEqualTo(vocabulary.size());
        assertThat(cut.notes())
                .anyMatch(note -> note.startsWith(
                        "the vocabulary is cut from 120 pieces to " + vocabulary.size() + "; the 3 texts have "));
        try (Said before = new Said(whole.directory());
                Said after = new Said(cut.directory())) {
            assertThat(after.ids("the pump")).isNotEqualTo(before.ids("the pump"));
            for (String text : List.of("the pump", "a", "pump the pump")) {
                assertThat(after.of(text, "label").getFirst())
                        .containsExactly(before.of(text, "label").getFirst(), within(1e-5f));
            }
        }
    }

    /// Byte pairs need the merges that make them, Unigram its scores, and both another number for each piece.
    @ParameterizedTest
    @EnumSource(
            value = TinyCheckpoint.class,
            names = {"ROBERTA_LABEL", "XLM_ROBERTA_TAGGER", "ALBERT_LABEL", "DISTILBERT_LABEL"})
    void everyTokenizerCanBeCutAndSaysTheSameOfTextsOfKeptPieces(TinyCheckpoint tiny) throws IOException {
        Path texts = texts("the pump", "the seal of the pump", "pump 3");
        Imported whole = imported(tiny, "whole", FLOAT);
        int all = whole.descriptor().model().vocabularySize();

        Imported cut = imported(tiny, "cut", FLOAT.withCut(texts, all * 9 / 10));

        assertThat(cut.descriptor().model().vocabularySize()).isLessThanOrEqualTo(all * 9 / 10);
        assertThat(size(cut)).isLessThan(size(whole));
        String head = whole.descriptor().heads().getFirst().name();
        try (Said before = new Said(whole.directory());
                Said after = new Said(cut.directory())) {
            for (String text : List.of("the pump", "the seal", "pump 3 of the pump")) {
                List<float[]> said = after.of(text, head);
                List<float[]> expected = before.of(text, head);
                assertThat(said).as(text).hasSameSizeAs(expected);
                for (int row = 0; row < said.size(); row++) {
                    assertThat(said.get(row)).as(text).containsExactly(expected.get(row), within(1e-5f));
                }
            }
        }
    }

    @Test
    void aWordThatWasCutIsSpelledByItsLetters() throws IOException {
        Path texts = texts("a b c");

        Imported cut = imported(TinyCheckpoint.BERT_LABELS, "cut", FLOAT.withCut(texts, PIECES));

        try (Said said = new Said(cut.directory())) {
            int unknown =
                    Files.readAllLines(cut.directory().resolve("vocab.txt")).indexOf("[UNK]");
            assertThat(said.ids("pump")).hasSize(6).doesNotContain(unknown);
        }
    }

    @Test
    void whatCannotBeCutIsTold() throws IOException {
        Path texts = texts("a");
        byte[] latin = {(byte) 0xE9, '\n'};

        assertThatThrownBy(() -> imported(TinyCheckpoint.BERT_LABELS, "a", FLOAT.withCut(texts, 120)))
                .hasMessageContaining("a vocabulary of 120 pieces can't be cut to 120: expected 64 to 119");
        assertThatThrownBy(() -> imported(TinyCheckpoint.BERT_LABELS, "b", FLOAT.withCut(texts, 64)))
                .hasMessageContaining("can't be cut to 64 pieces: ")
                .hasMessageContaining(" are single characters or have a meaning of their own");
        assertThatThrownBy(
                        () -> imported(TinyCheckpoint.BERT_LABELS, "d", FLOAT.withCut(folder.resolve("none"), PIECES)))
                .hasMessageContaining("none can't be read, a text in each line");
        Files.write(texts, latin);
        assertThatThrownBy(() -> imported(TinyCheckpoint.BERT_LABELS, "e", FLOAT.withCut(texts, PIECES)))
                .hasMessageContaining("can't be read: they are not UTF-8");
    }

    @Test
    void layersThatAreLeftOutAreNotInTheGraph() {
        Imported whole = imported(TinyCheckpoint.BERT_LABELS, "whole", FLOAT);
        Imported both = imported(TinyCheckpoint.BERT_LABELS, "both", FLOAT.withLayers(0, 1));
        Imported one = imported(TinyCheckpoint.BERT_LABELS, "one", FLOAT.withLayers(1));

        assertThat(both.directory().resolve("model.tflite"))
                .hasSameBinaryContentAs(whole.directory().resolve("model.tflite"));
        assertThat(size(one)).isLessThan(size(whole));
        assertThat(one.notes()).anyMatch(note -> note.startsWith("layers [1] of 2 are kept: without training"));
        try (Said before = new Said(whole.directory());
                Said after = new Said(one.directory())) {
            assertThat(after.of("the pump", "label").getFirst())
                    .isNotEqualTo(before.of("the pump", "label").getFirst());
        }
    }

    @Test
    void theLayerThatWasAskedForIsKept() throws IOException {
        Imported last = imported(TinyCheckpoint.BERT_LABELS, "last", FLOAT.withLayers(1));
        Path checkpoint = TinyCheckpoint.BERT_LABELS.writeTo(Files.createDirectory(folder.resolve("by hand")));
        Path file = checkpoint.resolve("model.safetensors");
        Safetensors tensors = Safetensors.read(file);
        for (String name : tensors.names()) {
            if (name.contains(".layer.0.")) {
                tensors.remove(name);
            }
        }
        for (String name : tensors.names()) {
            if (name.contains(".layer.1.")) {
                tensors.rename(name, name.replace(".layer.1.", ".layer.0."));
            }
        }
        tensors.write(file);
        Path config = checkpoint.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1"));

        Imported byHand = Import.run(
                TestLibrary.lite(),
                ImportOptions.of(checkpoint, folder.resolve("made by hand")).with(FLOAT));

        try (Said one = new Said(last.directory());
                Said other = new Said(byHand.directory())) {
            assertThat(one.of("the pump", "label").getFirst())
                    .containsExactly(other.of("the pump", "label").getFirst(), within(1e-6f));
        }
    }

    private static long size(Imported imported) {
        return imported.directory().resolve("model.tflite").toFile().length();
    }

    @Test
    void layersThatThereAreNotAreTold() {
        for (Form form : List.of(FLOAT.withLayers(0, 2), FLOAT.withLayers(1, 0), FLOAT.withLayers(-1))) {
            assertThatThrownBy(() -> imported(
                            TinyCheckpoint.BERT_LABELS,
                            "a" + form.layers().size() + form.layers().getFirst(),
                            form))
                    .hasMessageContaining("can't be kept: expected ascending numbers from 0 to 1");
        }
    }

    /// Rows that no piece has are only bytes.
    @Test
    void aWordTableIsAsLongAsTheVocabulary() {
        BundleDescriptor bundle =
                imported(TinyCheckpoint.XLM_ROBERTA_TAGGER, "xlm", FLOAT).descriptor();

        assertThat(bundle.model().vocabularySize()).isEqualTo(74);
    }

    /// Cut to half for work orders; texts of that kind are spelled as before.
    @Test
    void aTrainedCheckpointIsCutForItsTexts() {
        Path checkpoint = SharedData.require("models/edgewise/extraction");
        Path texts = SharedData.require("datasets/extraction/maintnorm");
        Path lines = texts.resolve("combined_train.norm");

        Imported cut = Import.run(
                TestLibrary.lite(),
                ImportOptions.of(checkpoint, folder.resolve("cut"))
                        .with(Form.of(Precision.INT8).withCut(lines, 8000).withLayers(0, 2, 5)));

        assertThat(cut.descriptor().model().vocabularySize()).isBetween(2000, 8000);
        assertThat(cut.notes()).anyMatch(note -> note.contains("unknown words, in place of "));
    }
}
