// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.importer.graph.DecoderGraph;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every family of decoders says what the transformers library says with the same weights, however its prompt
/// comes.
class DecodersIT {
    private static final float EQUAL = 1e-3f;

    @TempDir
    Path folder;

    private final List<Checkpoint> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.forEach(Checkpoint::close);
    }

    private DecoderModel model(TinyDecoder tiny) throws IOException {
        Path parent = Files.createTempDirectory(folder, "checkpoint");
        Findings findings = new Findings();
        CheckpointFolder files = new CheckpointFolder(tiny.writeTo(parent), findings);
        Checkpoint checkpoint = Checkpoint.open(files, findings);
        open.add(checkpoint);
        DecoderModel model = new DecoderModelReader(checkpoint, findings)
                .read(files.configuration("config.json").orElseThrow(), OptionalInt.empty())
                .orElseThrow(() -> new AssertionError(findings.problems()));
        assertThat(findings.problems()).isEmpty();
        return model;
    }

    private Path graph(DecoderModel model, DecoderPrecision precision) throws IOException {
        Path file = Files.createTempDirectory(folder, "graph").resolve("model.tflite");
        DecoderGraph.write(model, precision, file);
        return file;
    }

    private JsonNode reference(TinyDecoder tiny) throws IOException {
        Path checkpoint = tiny.writeTo(Files.createTempDirectory(folder, "reference"));
        return new JsonMapper().readTree(checkpoint.resolve("reference.json").toFile());
    }

    /// A prompt of 20, 7 more at once, the rest one by one; the caches grow on the way.
    private static List<float[]> said(DecoderRun run, JsonNode reference) {
        List<Integer> ids = new ArrayList<>();
        reference.get("ids").forEach(id -> ids.add(id.asInt()));
        List<float[]> logits = new ArrayList<>(run.run(ids.subList(0, 20), 64));
        logits.addAll(run.run(ids.subList(20, 27), 64));
        for (int i = 27; i < ids.size(); i++) {
            logits.addAll(run.run(ids.subList(i, i + 1), i < 33 ? 64 : 128));
        }
        return logits;
    }

    private static List<float[]> expected(JsonNode reference) {
        List<float[]> rows = new ArrayList<>();
        for (JsonNode row : reference.get("logits")) {
            float[] numbers = new float[row.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) row.get(i).asDouble();
            }
            rows.add(numbers);
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void aGraphInFloat32SaysWhatTheSourceSays(TinyDecoder tiny) throws IOException {
        // Given
        DecoderModel model = model(tiny);
        JsonNode reference = reference(tiny);

        // When
        try (DecoderRun run =
                new DecoderRun(graph(model, DecoderPrecision.FP32), model.form().window())) {
            List<float[]> logits = said(run, reference);

            // Then
            List<float[]> expected = expected(reference);
            assertThat(logits).hasSameSizeAs(expected);
            for (int row = 0; row < expected.size(); row++) {
                assertThat(logits.get(row)).as("token " + row).containsExactly(expected.get(row), within(EQUAL));
            }
            requireDelegated(run.plan());
        }
    }

    /// Matrices of 16 numbers lose more than real ones.
    @ParameterizedTest
    @EnumSource
    void aGraphOfBytesIsNotFarOff(TinyDecoder tiny) throws IOException {
        DecoderModel model = model(tiny);
        JsonNode reference = reference(tiny);

        try (DecoderRun run =
                new DecoderRun(graph(model, DecoderPrecision.INT8), model.form().window())) {
            Closeness closeness = Closeness.of(expected(reference), said(run, reference));
            assertThat(closeness.divergence()).isBetween(1e-7, 0.005);
            assertThat(closeness.sameBest()).isGreaterThanOrEqualTo(0.9);
            requireDelegated(run.plan());
        }
    }

    /// Blocks of 32 divide the widths of one of the checkpoints only.
    @Test
    void fourBitsAreTakenByTheDelegate() throws IOException {
        DecoderModel model = model(TinyDecoder.LLAMA);
        JsonNode reference = reference(TinyDecoder.LLAMA);

        try (DecoderRun run = new DecoderRun(graph(model, DecoderPrecision.INT4), 0)) {
            Closeness closeness = Closeness.of(expected(reference), said(run, reference));
            assertThat(closeness.divergence()).isBetween(1e-3, 0.3);
            assertThat(closeness.sameBest()).isGreaterThanOrEqualTo(0.5);
            requireDelegated(run.plan());
        }
    }

    /// What a source with blocks says in float32, it says nearly in its own blocks.
    @Test
    void theBlocksOfTheSourceLoseNoMoreThanBytesDo() throws IOException {
        DecoderModel model = InBlocks.of(model(TinyDecoder.LLAMA));
        JsonNode reference = reference(TinyDecoder.LLAMA);
        List<float[]> exact;
        try (DecoderRun run = new DecoderRun(graph(model, DecoderPrecision.FP32), 0)) {
            exact = said(run, reference);
        }

        try (DecoderRun run = new DecoderRun(graph(model, DecoderPrecision.BLOCKS), 0)) {
            Closeness closeness = Closeness.of(exact, said(run, reference));
            assertThat(closeness.divergence()).isBetween(1e-7, 0.02);
            assertThat(closeness.sameBest()).isGreaterThanOrEqualTo(0.9);
            requireDelegated(run.plan());
        }
        try (ModelFile file = ModelFile.map(graph(model, DecoderPrecision.BLOCKS))) {
            assertThat(file.contents().weights()).anyMatch(w -> w.type() == TensorType.INT4);
        }
    }

    private static void requireDelegated(PlanReport plan) {
        assertThat(plan.running().operators().keySet())
                .allMatch(name -> name.startsWith("[") || name.equals("EMBEDDING_LOOKUP") || name.equals("GATHER"));
        assertThat(plan.running().partitions()).isEqualTo(2);
    }
}
