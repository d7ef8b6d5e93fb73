// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.wrap.WrapException;
import io.edgewise.testkit.container.LiteRtLm;
import io.edgewise.testkit.container.TaskArchive;
import io.edgewise.testkit.model.CacheModel;
import io.edgewise.testkit.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerRefusalTest {
    @TempDir
    Path folder;

    @Test
    void aGraphTellsHowItTakesATextAndHowLongItsCacheIs() throws IOException {
        ContainerGraph graph = graph(new CacheModel(512, 64, 8));

        assertThat(graph.prefills()).containsExactly(8, 64);
        assertThat(graph.decodes()).isTrue();
        assertThat(graph.cache()).contains("FLOAT32 [1, 512, 3, 4]");
        assertThat(graph.cacheLength()).hasValue(512);
        assertThat(graph.custom()).isEmpty();
    }

    @Test
    void theLengthOfACacheIsFoundInEachLayout() throws IOException {
        assertThat(graph(new CacheModel(256, 8).transposed()).cacheLength()).hasValue(256);
        assertThat(graph(new CacheModel(256, 8).transposed().masked()).cacheLength())
                .hasValue(256);
        assertThat(graph(new CacheModel(2, 8).masked()).cacheLength())
                .as("fewer tokens than heads")
                .hasValue(2);
    }

    @Test
    void operatorsThatTheLibraryLacksAreNamed() throws IOException {
        assertThat(graph(new CacheModel(64, 8).custom("odml.update_kv_cache")).custom())
                .containsExactly("odml.update_kv_cache");
    }

    private ContainerGraph graph(CacheModel model) throws IOException {
        Path file = Files.write(folder.resolve("model.tflite"), model.bytes());
        return ContainerGraph.of(ModelFile.contentsOf(file, 0, Files.size(file)));
    }

    @Test
    void aContainerWithAGraphIsToldWhatItIsAndWhatToDo() {
        Path file = new LiteRtLm()
                .tokenizer("{\"model\":{\"type\":\"BPE\"}}")
                .section(LiteRtLm.MODEL, new CacheModel(512, 8, 64).bytes())
                .writeTo(folder.resolve("model.litertlm"));

        assertThat(refused(file))
                .contains("no bundle can be made of " + file + ": it is a LiteRT-LM container 1.0.0 with a tokenizer"
                        + " (tokenizer.json, bpe) and a graph for prefill (8, 64 tokens at once) and decode whose cache"
                        + " has the fixed length 512. ")
                .contains("take and return the whole cache at each token")
                .contains("a folder with safetensors or a GGUF file")
                .doesNotContain("custom", "does not have");
    }

    @Test
    void aTaskIsToldWithTheOperatorsThatAreMissing() {
        Path file = new TaskArchive()
                .stored(
                        "TF_LITE_PREFILL_DECODE",
                        new CacheModel(64, 8).custom("odml.update_kv_cache").bytes(),
                        false)
                .writeTo(folder.resolve("model.task"));

        assertThat(refused(file))
                .contains(
                        "it is a MediaPipe task file with no tokenizer and a graph for prefill (8 tokens at once) and decode"
                                + " whose cache has the fixed length 64, and which needs operators that TensorFlow Lite for"
                                + " Linux does not have: odml.update_kv_cache. ");
    }

    @Test
    void aContainerWithoutAGraphIsToldSo() {
        Path file = new LiteRtLm().tokenizer("{").writeTo(folder.resolve("model.litertlm"));

        assertThat(refused(file))
                .contains("with a tokenizer that can't be read and no graph. There is nothing in it to run: import");
    }

    @Test
    void aModelThatWritesNothingIsToBeTakenOut() {
        byte[] model = new SequenceModel(new float[] {0, 1}, new float[] {1, 0})
                .ids("ids", SequenceModel.INT32)
                .bytes();
        Path file = new TaskArchive().stored("classifier.tflite", model, true).writeTo(folder.resolve("model.task"));

        assertThat(refused(file))
                .contains("a graph that has no signature for prefill or decode. Take the .tflite file out of it")
                .doesNotContain("GGUF");
    }

    @Test
    void aGraphThatCannotBeReadIsToldWithTheReason() {
        Path file = new LiteRtLm().section(LiteRtLm.MODEL, new byte[100]).writeTo(folder.resolve("model.litertlm"));

        assertThat(refused(file))
                .contains("a graph that can't be read (model file ")
                .contains("no TFL3 mark");
    }

    @Test
    void whatIsNoContainerPasses() throws IOException {
        List<Path> others = List.of(
                folder,
                folder.resolve("none"),
                Files.writeString(folder.resolve("model.gguf"), "GGUF\3\0\0\0"),
                Files.write(folder.resolve("model.tflite"), new CacheModel(8, 8).bytes()));

        others.forEach(
                file -> assertThatCode(() -> ContainerRefusal.requireNone(file)).doesNotThrowAnyException());
    }

    private static String refused(Path file) {
        return String.valueOf(assertThatExceptionOfType(WrapException.class)
                .isThrownBy(() -> ContainerRefusal.requireNone(file))
                .actual()
                .getMessage());
    }
}
