// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.ModelMetadata.Content;
import io.edgewise.inference.tflite.ModelMetadata.FileKind;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Metadata written by Google's own classes, by hand damaged, and of models that others made.
class ModelMetadataTest {
    private static final List<NamedFile> VOCABULARY = List.of(new NamedFile("vocab.txt", FileKind.VOCABULARY));

    @TempDir
    private Path folder;

    private static SequenceModel model() {
        return new SequenceModel(new float[] {0, 1}, new float[] {1, 0}).ids("ids", SequenceModel.INT32);
    }

    private static ModelMetadata read(byte[] file) {
        try (ModelFile model = ModelFile.of("test", file)) {
            return model.metadata().orElseThrow();
        }
    }

    @Test
    void everythingThatATextModelSaysIsRead() {
        TextMetadata written = new TextMetadata("BertNLClassifier")
                .input("ids")
                .input("mask")
                .image("segment_ids")
                .bert("vocab.txt")
                .output("probability", "labels.txt")
                .threshold(0.25f);

        ModelMetadata metadata = read(model().metadata(written).bytes());

        assertThat(metadata.name()).isEqualTo("BertNLClassifier");
        assertThat(metadata.description()).isEqualTo("A model that a test wrote.");
        assertThat(metadata.version()).isEqualTo("v1");
        assertThat(metadata.author()).isEqualTo("a test");
        assertThat(metadata.licence()).isEqualTo("Apache License. Version 2.0");
        assertThat(metadata.inputs()).extracting(Note::name).containsExactly("ids", "mask", "segment_ids");
        assertThat(metadata.inputs())
                .extracting(Note::content)
                .containsExactly(Content.NUMBERS, Content.NUMBERS, Content.IMAGE);
        assertThat(metadata.inputUnits()).containsExactly(new Unit.Bert(VOCABULARY));
        assertThat(metadata.outputs())
                .containsExactly(new Note(
                        "probability",
                        "",
                        Content.NUMBERS,
                        List.of(new Unit.Threshold(0.25f)),
                        List.of(new NamedFile("labels.txt", FileKind.AXIS_LABELS))));
    }

    @Test
    void everyWayToCutATextIsRead() {
        ModelMetadata regex =
                read(model().metadata(new TextMetadata("a").input("text").regex("[^\\w]+", "vocab.txt"))
                        .bytes());
        ModelMetadata pieces =
                read(model().metadata(new TextMetadata("b").input("text").sentencePiece("sp.model"))
                        .bytes());

        assertThat(regex.inputs().getFirst().units()).containsExactly(new Unit.Regex("[^\\w]+", VOCABULARY));
        assertThat(pieces.inputUnits())
                .containsExactly(new Unit.SentencePiece(List.of(new NamedFile("sp.model", FileKind.UNKNOWN))));
    }

    @Test
    void aModelWithoutMetadataHasNone() {
        try (ModelFile model = ModelFile.of("test", TinyFile.MODERATION_INT8.bytes())) {
            assertThat(model.metadata()).isEmpty();
        }
    }

    @Test
    void metadataWithoutAGraphAreEmpty() {
        // A root table whose table of fields is empty.
        byte[] least = {12, 0, 0, 0, 'M', '0', '0', '1', 4, 0, 4, 0, 4, 0, 0, 0};

        ModelMetadata metadata = read(model().metadata(least).bytes());

        assertThat(metadata.name()).isEmpty();
        assertThat(metadata.inputs()).isEmpty();
        assertThat(metadata.files()).isEmpty();
    }

    @Test
    void metadataOfAnotherFormatAreRefused() {
        assertThatThrownBy(() ->
                        read(model().metadata("not metadata".getBytes(UTF_8)).bytes()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("the metadata of model file test is damaged: it has no M001 mark at its start");
    }

    @Test
    void damagedMetadataAreReadOrRefusedWithASentence() {
        byte[] right = new TextMetadata("BertNLClassifier")
                .input("ids")
                .regex("[^\\w]+", "vocab.txt")
                .bert("vocab.txt")
                .output("probability", "labels.txt")
                .threshold(0.25f)
                .bytes();
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = right.clone();
            for (int change = 0; change <= round % 3; change++) {
                damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
            }
            byte[] file = model().metadata(damaged).bytes();
            try {
                assertThat(read(file).name()).isNotNull();
            } catch (UnsupportedModelException e) {
                assertThat(e).hasMessageStartingWith("the metadata of model file test is damaged: ");
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 4_900);
    }

    @Test
    void metadataThatAreCutShortAreRefused() {
        byte[] right =
                new TextMetadata("a").input("ids").output("b", "labels.txt").bytes();
        for (int length = 1; length < right.length - 8; length++) {
            byte[] cut = java.util.Arrays.copyOf(right, length);

            assertThatThrownBy(() -> read(model().metadata(cut).bytes()))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(UnsupportedModelException.class);
        }
    }

    @Test
    void theFilesBehindAModelAreRead() throws Exception {
        Path file = model().file("labels.txt", "no\nyes")
                .file("vocab.txt", "größe 0\n")
                .writeTo(folder.resolve("m.tflite"));

        AssociatedFiles files = AssociatedFiles.of(file);

        assertThat(files.names()).containsExactly("labels.txt", "vocab.txt");
        assertThat(files.read("vocab.txt", 100).map(content -> new String(content, UTF_8)))
                .contains("größe 0\n");
        assertThat(files.read("other.txt", 100)).isEmpty();
        assertThat(AssociatedFiles.of(TinyFile.MODERATION_INT8.writeTo(folder)).names())
                .isEmpty();
        assertThatThrownBy(() -> AssociatedFiles.of(folder.resolve("nothing")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void aFileBehindAModelThatIsLargerThanItMayBeIsRefused() {
        AssociatedFiles files =
                AssociatedFiles.of(model().file("labels.txt", "no\nyes").writeTo(folder.resolve("m.tflite")));

        assertThat(files.read("labels.txt", 6)).isPresent();
        assertThatThrownBy(() -> files.read("labels.txt", 5))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith("has more than 5 bytes");
    }

    @Test
    void metadataWithMoreTextThanAModelNeedsAreRefused() {
        TextMetadata metadata = new TextMetadata("a");
        for (int i = 0; i < 11; i++) {
            metadata.input("x".repeat(100_000));
        }

        assertThatThrownBy(() -> read(model().metadata(metadata).bytes()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("its texts and numbers have more than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../vocab.txt", "a/b.txt", "..", "a\\b", "a\nb", "a\u009Bb"})
    void aFileThatWouldStandElsewhereIsRefused(String name) {
        Path file = model().file(name, "x").writeTo(folder.resolve("m.tflite"));

        assertThatThrownBy(() -> AssociatedFiles.of(file))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("has a file behind it whose name is none");
    }

    @Test
    void aDamagedArchiveIsRefusedOrHasNoFiles() throws Exception {
        byte[] right = model().file("vocab.txt", "pump 0\n".repeat(50)).bytes();
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = right.clone();
            damaged[damaged.length - 1 - random.nextInt(450)] ^= (byte) (1 + random.nextInt(255));
            Path file = Files.write(folder.resolve("m.tflite"), damaged);
            List<String> outcomes = new ArrayList<>();
            try {
                AssociatedFiles files = AssociatedFiles.of(file);
                files.names()
                        .forEach(name ->
                                outcomes.add(name + files.read(name, 1_000).orElseThrow().length));
            } catch (UnsupportedModelException e) {
                outcomes.add(String.valueOf(e.getMessage()));
            }
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isNotBlank());
        }
    }

    @Test
    void whatOthersSayOfTheirModelsIsRead() {
        Path file = SharedData.require("models/odml_spam/models_TFLite_first_model.tflite");
        try (ModelFile model = ModelFile.map(file)) {
            ModelMetadata metadata = model.metadata().orElseThrow();

            assertThat(metadata.name()).isEqualTo("AverageWordVec text classifier");
            assertThat(metadata.inputs()).singleElement().satisfies(input -> {
                assertThat(input.name()).isEqualTo("input_text");
                assertThat(input.content()).isEqualTo(Content.NUMBERS);
                assertThat(input.units()).containsExactly(new Unit.Regex("[^\\w\\']+", VOCABULARY));
            });
            assertThat(metadata.outputs())
                    .singleElement()
                    .satisfies(output -> assertThat(output.files())
                            .containsExactly(new NamedFile("labels.txt", FileKind.AXIS_LABELS)));
            assertThat(AssociatedFiles.of(file).read("labels.txt", 100).map(content -> new String(content, UTF_8)))
                    .contains("false\ntrue");
        }
    }
}
