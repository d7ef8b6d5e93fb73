// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.checkpoint.Safetensors;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of weights that are refused: of the wrong kind, in the wrong place, damaged. Nothing is left behind.
class RefusedWeightFilesIT {
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void rightOne() {
        checkpoint = TinyCheckpoint.BERT_LABELS.writeTo(folder);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    private AbstractThrowableAssert<?, ?> refusal() {
        return assertThatThrownBy(
                () -> Import.run(TestLibrary.lite(), ImportOptions.of(checkpoint, folder.resolve("bundle"))));
    }

    private Safetensors tensors() {
        return Safetensors.read(checkpoint.resolve(WEIGHTS));
    }

    @Test
    void weightsOfAnotherTypeAreRefused() {
        tensors().put("classifier.bias", "I32", List.of(3), new byte[12]).write(checkpoint.resolve(WEIGHTS));

        refusal().hasMessageContaining("tensor classifier.bias has elements of type I32, read are [F32, F16, BF16]");
    }

    @Test
    void aWeightThatIsNoNumberIsRefused() {
        byte[] nan = {0, 0, 0, 0, 0, 0, (byte) 0xC0, 0x7F, 0, 0, 0, 0};
        tensors().put("classifier.bias", "F32", List.of(3), nan).write(checkpoint.resolve(WEIGHTS));

        refusal()
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has a weight that is no number, NaN, in row 0 of the tensor classifier.bias");
    }

    @Test
    void aFileThatWasCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(checkpoint.resolve(WEIGHTS));
        for (int length : new int[] {0, 7, 100, whole.length - 1}) {
            Files.write(checkpoint.resolve(WEIGHTS), Arrays.copyOf(whole, length));

            refusal().isInstanceOf(CheckpointException.class).hasMessageContaining(WEIGHTS);
        }
    }

    @Test
    void pickleFilesAreNeverOpened() throws IOException {
        Files.delete(checkpoint.resolve(WEIGHTS));
        Files.writeString(checkpoint.resolve("pytorch_model.bin"), "cos\nsystem\n");

        refusal()
                .hasMessageContaining("there is no model.safetensors, only [pytorch_model.bin]: pickle files run code");
    }

    @Test
    void weightsOfOtherLibrariesAreNamed() throws IOException {
        Files.move(checkpoint.resolve(WEIGHTS), checkpoint.resolve("tf_model.h5"));

        refusal().hasMessageContaining("there is no model.safetensors, only [tf_model.h5], which are not read");
    }

    @Test
    void aFolderOfGgufSaysToNameTheFile() throws IOException {
        Files.move(checkpoint.resolve(WEIGHTS), checkpoint.resolve("tiny-Q4_0.gguf"));

        refusal()
                .hasMessageContaining("there is no model.safetensors; to import tiny-Q4_0.gguf, name the file itself: "
                        + checkpoint.resolve("tiny-Q4_0.gguf"));
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Path elsewhere = Files.move(checkpoint.resolve(WEIGHTS), folder.resolve("elsewhere"));
        Files.createSymbolicLink(checkpoint.resolve(WEIGHTS), elsewhere);

        refusal().hasMessageContaining("model.safetensors is a link that leads out of the folder, to " + elsewhere);
    }

    @Test
    void aLinkToAVocabularyElsewhereIsRefused() throws IOException {
        Files.delete(checkpoint.resolve("vocab.txt"));
        Files.createSymbolicLink(checkpoint.resolve("vocab.txt"), TinyFile.VOCABULARY.writeTo(folder));

        refusal().hasMessageContaining("vocab.txt is a link that leads out of the folder");
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        checkpoint = TinyCheckpoint.BERT_TAGGER.writeTo(folder);
        Files.delete(checkpoint.resolve("model-00002-of-00002.safetensors"));

        refusal()
                .hasMessageContaining("model.safetensors.index.json names 2 files, of which 1 are missing:"
                        + " [model-00002-of-00002.safetensors]");
    }

    @Test
    void anIndexThatLeadsOutOfTheFolderIsRefused() throws IOException {
        checkpoint = TinyCheckpoint.BERT_TAGGER.writeTo(folder);
        Path index = checkpoint.resolve("model.safetensors.index.json");
        String right = Files.readString(index);
        assertThat(right).contains("model-00002-of-00002.safetensors");
        Files.writeString(index, right.replace("model-00002-of-00002.safetensors", "../secret.safetensors"));

        refusal().hasMessageContaining("names files that are no names of this folder: [../secret.safetensors]");
    }

    @Test
    void theSameTensorInTwoShardsIsRefused() {
        checkpoint = TinyCheckpoint.BERT_TAGGER.writeTo(folder);
        Path first = checkpoint.resolve("model-00001-of-00002.safetensors");
        Path second = checkpoint.resolve("model-00002-of-00002.safetensors");
        String name = Safetensors.read(second).names().getFirst();
        Safetensors.read(first).put(name, "F32", List.of(1), new byte[4]).write(first);

        refusal().hasMessageContaining("the tensor " + name + " is in two files");
    }
}
