// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.importer.graph.DecoderGraph;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.bundle.GoldenPrompts;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.GoldenPromptRecorder;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.inference.wrap.TemporaryFolder;
import io.edgewise.inference.wrap.WrapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// Makes one bundle that writes texts of one checkpoint. Opened, it says what that will take ([#needs]); then
/// it makes it. Used once, by one thread. Owns the checkpoint's files.
public final class GeneratorImport implements AutoCloseable {
    private static final List<String> TEXTS = List.of(
            "The pump in the north hall leaks oil again, please replace the seal before Friday.",
            "Question: What is the capital of France?\nAnswer: The capital of France is",
            "{\"equipment\":\"boiler 2\",\"problem\":\"pressure too low\",\"priority\":\"high\"}",
            "Sensor 14: temperature 71.5 C, humidity 40 %, door open since 09:20.");

    /// How much farther than here a board may be: processors round int8 differently.
    private static final double SLACK = 3;
    private static final double LEAST_LIMIT = 0.05;

    private final GeneratorImportOptions options;
    private final Findings findings;
    private final GeneratorSource source;
    private final TemporaryFolder scratch;
    private final DecoderModel model;

    private GeneratorImport(
            GeneratorImportOptions options, GeneratorSource source, TemporaryFolder scratch, Findings findings) {
        this.options = options;
        this.source = source;
        this.scratch = scratch;
        this.findings = findings;
        this.model = new DecoderModelReader(source.weights(), findings)
                .read(source.config(), options.context())
                .orElseGet(() -> {
                    findings.requireNone(options.checkpoint());
                    throw new IllegalStateException("a model without problems is there");
                });
    }

    /// Opens a checkpoint, and finds out what it is.
    ///
    /// @throws WrapException with everything that is missing or does not fit
    /// @throws io.edgewise.importer.checkpoint.CheckpointException when a file of weights is damaged
    public static GeneratorImport open(GeneratorImportOptions options) {
        Findings findings = new Findings();
        if (Files.exists(options.directory())) {
            findings.problem(options.directory() + " is there already; name another directory, or move it away");
        }
        findings.requireNone(options.checkpoint());
        TemporaryFolder scratch = TemporaryFolder.make("edgewise-import");
        try {
            GeneratorSource source = Files.isRegularFile(options.checkpoint())
                    ? GeneratorSource.ofGguf(options.checkpoint(), scratch.path(), findings)
                    : GeneratorSource.ofFolder(options.checkpoint(), findings);
            try {
                return new GeneratorImport(options, source, scratch, findings);
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /// Whether a checkpoint is a decoder's, which this makes a bundle of; others read texts.
    public static boolean takes(Path checkpoint) {
        Findings ignored = new Findings();
        return Files.isRegularFile(checkpoint)
                || new CheckpointFolder(checkpoint, ignored)
                        .configuration("config.json")
                        .filter(DecoderModelReader::isDecoder)
                        .isPresent();
    }

    /// What the bundle will need.
    public GeneratorNeeds needs() {
        return GeneratorNeeds.of(model, options.precision());
    }

    /// Makes the bundle, compares it with the weights in float32, opens it and puts its golden prompts to it.
    /// Nothing is left behind when that fails.
    ///
    /// @throws WrapException with everything that does not fit
    /// @throws InferenceException when the model does not run here
    public GeneratorImported run(TensorFlowLite lite) {
        Path target = options.directory().toAbsolutePath();
        try (BundleFolder folder = BundleFolder.beside(target)) {
            GeneratorImported imported = write(lite, folder);
            folder.become(target);
            return imported;
        } catch (IOException e) {
            throw new WrapException(options.checkpoint(), List.of("the bundle " + target + " can't be written: " + e));
        }
    }

    private GeneratorImported write(TensorFlowLite lite, BundleFolder folder) throws IOException {
        GeneratorPlan plan = new GeneratorPlan(options, source, model);
        GeneratorDescriptor draft = plan.descriptor(findings);
        findings.requireNone(options.checkpoint());
        Path graph = folder.path().resolve(GeneratorPlan.MODEL);
        DecoderGraph.write(model, options.precision(), graph);
        folder.listed(GeneratorPlan.MODEL);
        source.tokenizer().copyTo(folder);
        GoldenPromptRecorder recorder = new GoldenPromptRecorder(lite, draft.model());
        Recorded recorded = record(recorder, graph, folder);
        GeneratorDescriptor descriptor = plan.finish(draft, recorded, folder, findings);
        open(lite, folder);
        return new GeneratorImported(
                options.directory(),
                descriptor,
                options.precision(),
                recorded.golden().prompts().size(),
                recorded.divergence(),
                findings.notes());
    }

    /// @param divergence of the bundle's graph from what the prompts were recorded from, if that was another
    /// one
    record Recorded(GoldenPrompts golden, OptionalDouble divergence) {
        double limit() {
            return Math.max(LEAST_LIMIT, SLACK * divergence.orElse(0));
        }
    }

    /// From the same weights in float32, which lie beside the bundle while it is made.
    private Recorded record(GoldenPromptRecorder recorder, Path graph, BundleFolder folder) throws IOException {
        List<int[]> prompts = prompts();
        if (options.precision() == DecoderPrecision.FP32 || !referenceFits(folder.path())) {
            return new Recorded(recorder.record(graph, prompts), OptionalDouble.empty());
        }
        Path exact = folder.path().resolve("exact.tflite");
        DecoderGraph.write(model, DecoderPrecision.FP32, exact);
        try {
            GoldenPrompts golden = recorder.record(exact, prompts);
            return new Recorded(golden, OptionalDouble.of(recorder.divergence(graph, golden)));
        } finally {
            Files.delete(exact);
        }
    }

    /// The delegate packs a second copy of the weights.
    private boolean referenceFits(Path folder) throws IOException {
        long bytes = needs().referenceBytes();
        boolean disk = Files.getFileStore(folder).getUsableSpace() > bytes + (1L << 30);
        boolean memory = PhysicalMemory.bytes() > 2 * bytes + (1L << 30);
        if (!disk || !memory) {
            findings.note("it is not compared with float32, which would need " + GeneratorNeeds.giga(bytes)
                    + " on the disk and " + GeneratorNeeds.giga(2 * bytes)
                    + " of memory: its golden prompts say only that a board computes the same");
        }
        return disk && memory;
    }

    private List<int[]> prompts() {
        List<String> texts = options.goldenTexts().isEmpty() ? TEXTS : options.goldenTexts();
        return texts.stream()
                .map(text -> ids(source.tokenizer().tokenizer().encode(text)))
                .filter(ids -> ids.length > 0)
                .toList();
    }

    private int[] ids(Encoding encoding) {
        int[] ids = new int[Math.min(encoding.size(), model.context())];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = encoding.id(i);
        }
        return ids;
    }

    /// Whoever opens the bundle next does the same; what would fail there fails here.
    private void open(TensorFlowLite lite, BundleFolder folder) {
        try {
            GeneratorBundle bundle = GeneratorBundle.open(DescriptorFile.read(folder.path()), FileDigests.READING);
            Generator.open(lite, bundle, Generator.Options.DEFAULT).close();
        } catch (InferenceException e) {
            findings.problem(String.valueOf(e.getMessage())
                    .replace(folder.path().toString(), options.directory().toString()));
            findings.requireNone(options.checkpoint());
        }
    }

    @Override
    public void close() {
        source.close();
        scratch.close();
    }
}
