// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Safetensors;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file of a decoder, and what the check of files says of a damaged one.
class DecoderGraphTest {
    private static final int CONTEXT = 100;

    @TempDir
    Path folder;

    private final Findings findings = new Findings();
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private Path source = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void rightOne() {
        source = TinyDecoder.LLAMA.writeTo(folder);
        target = folder.resolve("model.tflite");
    }

    @AfterEach
    void close() {
        checkpoint.ifPresent(Checkpoint::close);
    }

    private Optional<DecoderModel> read() {
        CheckpointFolder files = new CheckpointFolder(source, findings);
        checkpoint = Optional.of(Checkpoint.open(files, findings));
        return new DecoderModelReader(checkpoint.orElseThrow(), findings)
                .read(files.configuration("config.json").orElseThrow(), OptionalInt.of(CONTEXT));
    }

    private byte[] written(DecoderPrecision precision) throws IOException {
        DecoderGraph.write(read().orElseThrow(), precision, target);
        return Files.readAllBytes(target);
    }

    private static ByteBuffer numbers(byte... bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void refused(String why, byte... bytes) {
        assertThatThrownBy(() -> ModelFile.of("changed", bytes).close())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @EnumSource
    void theSameModelMakesTheSameBytesAndAsManyAsWereForetold(DecoderPrecision precision) throws IOException {
        byte[] first = written(precision);
        Path second = folder.resolve("second.tflite");
        DecoderModel model = read().orElseThrow();
        DecoderGraph.write(model, precision, second);

        assertThat(Files.readAllBytes(second)).isEqualTo(first);
        assertThat(DecoderGraph.bytes(model, precision)).isEqualTo(first.length);
    }

    @Test
    void inputsAndOutputsAreNamedAndOpenAsPromised() throws IOException {
        written(DecoderPrecision.INT8);

        try (ModelFile file = ModelFile.map(target)) {
            ModelContents.Signature signature = file.contents().signatures().getFirst();
            assertThat(signature.key()).isEqualTo(DecoderGraph.SIGNATURE);
            assertThat(signature.inputs().keySet())
                    .containsExactly("tokens", "pos", "rows", "mask", "k_0", "v_0", "k_1", "v_1");
            assertThat(signature.outputs().keySet())
                    .containsExactly("logits", "k_new_0", "v_new_0", "k_new_1", "v_new_1");
            assertThat(file.contents().graphs().getFirst().inputs())
                    .extracting(ModelContents.Entry::name, ModelContents.Entry::shape)
                    .contains(
                            tuple("tokens", List.of(-1)),
                            tuple("mask", List.of(-1, -1)),
                            tuple("k_1", List.of(2, -1, 8)));
        }
    }

    @Test
    void tablesOfPositionsHaveARowForEachTokenOfTheContext() throws IOException {
        written(DecoderPrecision.FP32);

        try (ModelFile file = ModelFile.map(target)) {
            assertThat(file.contents().weights())
                    .anyMatch(weights -> weights.operator().equals("EMBEDDING_LOOKUP")
                            && weights.shape().equals(List.of(CONTEXT, 8))
                            && weights.count() == 2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void aPlaceOfWeightsOutsideOfTheFileIsRefused(long wrong) throws IOException {
        byte[] bytes = written(DecoderPrecision.INT8);
        numbers(bytes).putLong(placeOfLastPlace(numbers(bytes)), wrong);

        refused("bytes from byte " + wrong + " of " + bytes.length, bytes);
    }

    /// The largest number that is a place of weights.
    private static int placeOfLastPlace(ByteBuffer bytes) {
        int found = 0;
        long largest = 4096;
        for (int at = 0; at < 65_536 && at + Long.BYTES < bytes.capacity(); at += Integer.BYTES) {
            long number = bytes.getLong(at);
            if (number > largest && number < bytes.capacity() && number % 64 == 0) {
                largest = number;
                found = at;
            }
        }
        assertThat(found).isPositive();
        return found;
    }

    @Test
    void aFileWhoseWeightsWereCutOffIsRefused() throws IOException {
        byte[] bytes = written(DecoderPrecision.INT8);

        refused("of " + (bytes.length - 1), Arrays.copyOf(bytes, bytes.length - 1));
    }

    @Test
    void blockScalesThatAreNoneAreRefused() throws IOException {
        byte[] bytes = written(DecoderPrecision.INT4);
        int details = placeOfDetails(numbers(bytes));

        numbers(bytes).putInt(details + 8, 9999);
        refused("has its block scales in tensor 9999", bytes);
        numbers(bytes).putInt(details + 8, 0);
        refused("has its block scales in tensor 0 ", bytes);
        numbers(bytes).putInt(details, 5);
        refused("has scales for blocks of 5", bytes);
    }

    /// A block size, no zeros, and the tensor of the scales.
    private static int placeOfDetails(ByteBuffer bytes) {
        int at = 0;
        while (bytes.getInt(at) != 32 || bytes.getInt(at + 4) != -1) {
            at += Integer.BYTES;
        }
        return at;
    }

    @Test
    void everyTensorThatIsMissingOrNotExplainedIsNamed() {
        Safetensors.read(source.resolve("model.safetensors"))
                .remove("model.layers.1.mlp.up_proj.weight")
                .put("model.layers.0.adapter.weight", "F32", List.of(1), new byte[4])
                .put("model.layers.0.self_attn.rotary_emb.inv_freq", "F32", List.of(1), new byte[4])
                .write(source.resolve("model.safetensors"));

        assertThat(read()).isPresent();
        assertThat(findings.problems())
                .containsExactly(
                        "tensor model.layers.1.mlp.up_proj.weight [64, 32] is missing",
                        "config.json does not explain 1 tensor, model.layers.0.adapter.weight: the model would be"
                                + " computed without it, and say something else");
        assertThat(findings.notes())
                .containsExactly("left out, because nothing here needs it: 1 tensor,"
                        + " model.layers.0.self_attn.rotary_emb.inv_freq");
    }
}
