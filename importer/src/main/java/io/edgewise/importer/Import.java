// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.architecture.SourceModel;
import io.edgewise.importer.architecture.SourceModelReader;
import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.graph.PackedGraph;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.inference.wrap.GoldenRecorder;
import io.edgewise.inference.wrap.WrapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes one bundle of one checkpoint. Used once, by one thread.
public final class Import {
    /// FlatBuffers count in 31 bits, and the file is made in an array.
    private static final long MOST_BYTES = Integer.MAX_VALUE - (8L << 20);

    /// Of the heap, what one array can have: the generation of old objects has two thirds, and there is more in it.
    private static final long ROOM_SHARE = 3;
    private static final long ROOM_DIVISOR = 5;

    private final TensorFlowLite lite;
    private final ImportOptions options;
    private final long room;
    private final Findings findings = new Findings();

    private Import(TensorFlowLite lite, ImportOptions options, long room) {
        this.lite = lite;
        this.options = options;
        this.room = room;
    }

    /// Makes a bundle, compares it with the weights in float32, opens it and runs its golden tests on this machine.
    /// Nothing is left behind when that fails.
    ///
    /// @throws io.edgewise.inference.wrap.WrapException with everything that is missing or does not fit
    /// @throws CheckpointException when a file of weights is damaged
    /// @throws InferenceException when the model does not run here
    public static Imported run(TensorFlowLite lite, ImportOptions options) {
        return run(lite, options, Runtime.getRuntime().maxMemory() / ROOM_DIVISOR * ROOM_SHARE);
    }

    /// @param room bytes of a graph for which there is memory
    static Imported run(TensorFlowLite lite, ImportOptions options, long room) {
        return new Import(lite, options, room).run();
    }

    private Imported run() {
        if (Files.exists(options.directory())) {
            findings.problem(options.directory() + " is there already; name another directory, or move it away");
        }
        if (!Files.isDirectory(options.checkpoint())) {
            findings.problem(
                    "it is no folder; a checkpoint is a folder with config.json, model.safetensors and a tokenizer");
        }
        findings.requireNone(options.checkpoint());
        CheckpointFolder folder = new CheckpointFolder(options.checkpoint(), findings);
        try (Checkpoint checkpoint = Checkpoint.open(folder, findings)) {
            return write(plan(folder, checkpoint));
        }
    }

    private ImportPlan plan(CheckpointFolder folder, Checkpoint checkpoint) {
        Optional<Configuration> config = folder.configuration("config.json");
        if (config.isEmpty()) {
            findings.problem("there is no config.json, which says what the weights are");
        }
        // Without weights, each of them would be told to be missing.
        boolean readable = !findings.hasProblems();
        Optional<SourceModel> model = config.filter(c -> readable)
                .flatMap(c -> new SourceModelReader(folder, checkpoint, findings)
                        .read(c, options.meaning().heads()));
        Optional<CheckpointTokenizer> tokenizer = config.flatMap(c -> CheckpointTokenizer.of(folder, c, findings));
        Optional<BundleHeads> heads = model.map(m -> BundleHeads.of(m, options.meaning(), findings));
        findings.requireNone(options.checkpoint());
        ImportPlan plan = new ImportPlan(
                options, model.orElseThrow(), heads.orElseThrow(), tokenizer.orElseThrow(), folder.weightFiles());
        plan.check(findings);
        findings.requireNone(options.checkpoint());
        requireSize(plan.kept());
        findings.requireNone(options.checkpoint());
        return plan;
    }

    private void requireSize(SourceModel model) {
        Precision precision = options.form().precision();
        long bytes = PackedGraph.bytes(model, precision);
        if (bytes > MOST_BYTES) {
            findings.problem("the graph would have " + bytes + " bytes, a TensorFlow Lite file has at most "
                    + MOST_BYTES + (precision == Precision.INT8 ? ": it is too large for a board" : ": take int8"));
        } else if (bytes > room) {
            findings.problem("the graph has " + (bytes >> 20) + " MiB and is made in memory, where " + (room >> 20)
                    + " MiB are free for it: give Java a larger heap (EDGEWISE_JAVA_OPTS=-Xmx" + heap(bytes) + "m)");
        }
    }

    /// MiB of heap with enough room.
    private static long heap(long bytes) {
        return ((bytes * ROOM_DIVISOR / ROOM_SHARE) >> 20) + 1;
    }

    private Imported write(ImportPlan plan) {
        Path target = options.directory().toAbsolutePath();
        try (BundleFolder folder = BundleFolder.beside(target)) {
            Imported imported = write(plan, folder);
            folder.become(target);
            return imported;
        } catch (IOException e) {
            throw new WrapException(options.checkpoint(), List.of("the bundle " + target + " can't be written: " + e));
        }
    }

    private Imported write(ImportPlan whole, BundleFolder folder) throws IOException {
        ImportPlan plan = whole.reduced(folder, findings);
        Path graph = folder.path().resolve(ImportPlan.MODEL);
        PackedGraph.write(plan.model(), options.form().precision(), graph);
        folder.listed(ImportPlan.MODEL);
        BundleDescriptor draft = plan.descriptor(findings);
        GoldenRecorder.Recorded recorded = record(plan, draft, graph);
        findings.requireNone(options.checkpoint());
        Comparison comparison = new Comparison(lite, draft, plan.tokenizer().tokenizer(), recorded.tests(), graph);
        List<Agreement> agreements = agreements(plan, comparison, folder);
        GoldenEntry golden = Tolerances.of(draft, recorded.tests(), comparison, findings);
        BundleDescriptor descriptor = plan.finish(draft, golden, recorded, agreements, folder, findings);
        open(folder);
        return new Imported(
                options.directory(),
                descriptor,
                options.form().precision(),
                recorded.tests().texts().size(),
                recorded.kernels(),
                agreements,
                findings.notes());
    }

    private GoldenRecorder.Recorded record(ImportPlan plan, BundleDescriptor draft, Path graph) {
        try (Model model = lite.model(ModelFile.map(graph))) {
            return new GoldenRecorder(draft, plan.tokenizer().tokenizer(), findings)
                    .record(model, options.goldenTexts());
        }
    }

    /// Beside the bundle while it is made, and removed again: the same weights as they were trained.
    private List<Agreement> agreements(ImportPlan plan, Comparison comparison, BundleFolder folder) throws IOException {
        if (options.form().precision() == Precision.FP32) {
            return List.of();
        }
        long bytes = PackedGraph.bytes(plan.model(), Precision.FP32);
        if (bytes > Math.min(MOST_BYTES, room)) {
            findings.note("it is not compared with float32, which needs a larger heap (EDGEWISE_JAVA_OPTS=-Xmx"
                    + heap(bytes) + "m)");
            return List.of();
        }
        Path exact = folder.path().resolve("exact.tflite");
        PackedGraph.write(plan.model(), Precision.FP32, exact);
        try {
            return comparison.with(exact);
        } finally {
            Files.delete(exact);
        }
    }

    /// Whoever opens the bundle next does the same; what would fail there fails here.
    private void open(BundleFolder folder) {
        try {
            TextModel.open(lite, Bundle.open(folder.path())).close();
        } catch (InferenceException e) {
            findings.problem(String.valueOf(e.getMessage())
                    .replace(folder.path().toString(), options.directory().toString()));
            findings.requireNone(options.checkpoint());
        }
    }
}
