// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.Import;
import io.edgewise.importer.ImportOptions;
import io.edgewise.importer.ImportOptions.Cut;
import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.importer.Imported;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle import`: a bundle of a checkpoint.
@Command(
        name = "import",
        description = {
            "Makes a bundle of a checkpoint of the transformers library: a folder with config.json, model.safetensors"
                    + " (in one file or in shards) and a tokenizer.",
            "Classifiers, taggers and embedders of BERT, MiniLM, DistilBERT, ELECTRA, RoBERTa, XLM-R and ALBERT."
        },
        mixinStandardHelpOptions = true)
final class BundleImportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CKPT", description = "the checkpoint's folder")
    private Path checkpoint = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR", description = "the bundle to make; must not be there yet")
    private Path directory = Path.of("");

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "what it is for: classification, moderation, extraction or embedding; default: by its heads")
    private Optional<TaskKind> task = Optional.empty();

    @Option(
            names = "--weights",
            paramLabel = "FORM",
            defaultValue = "int8",
            description = "how matrices are kept: int8 (default), fp16 or fp32")
    private Precision weights = Precision.INT8;

    @Option(
            names = "--heads",
            paramLabel = "NAME",
            split = ",",
            description = "which heads of a checkpoint that has several; default: all")
    private List<String> heads = List.of();

    @Option(
            names = "--group",
            paramLabel = "HEAD=GROUP",
            description = "extraction: the group of what a head finds; default: the head's name")
    private Map<String, String> groups = new LinkedHashMap<>();

    @Option(
            names = "--layers",
            paramLabel = "N",
            split = ",",
            description = "which layers are kept, from 0; default: all. To be trained again after that")
    private List<Integer> layers = List.of();

    @Option(
            names = "--pieces",
            paramLabel = "N",
            description = "how many pieces of a WordPiece vocabulary are kept; needs --texts")
    private Optional<Integer> pieces = Optional.empty();

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "a text in each line, like those that the model will read: their pieces are kept")
    private Optional<Path> texts = Optional.empty();

    @Option(names = "--tokens", paramLabel = "N", description = "most tokens of a window; default: at most 256")
    private Optional<Integer> tokens = Optional.empty();

    @Mixin
    private BundleNaming naming = new BundleNaming();

    @Override
    public Integer call() {
        ImportOptions options = new ImportOptions(
                checkpoint,
                directory,
                naming.naming(),
                new Meaning(task, new LinkedHashSet<>(heads), groups),
                new Form(weights, tokens.map(OptionalInt::of).orElseGet(OptionalInt::empty), layers, cut()),
                naming.goldenTexts());
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        summary(Import.run(lite, options)).print(Terminal.out(spec));
        return ExitCode.OK;
    }

    private Optional<Cut> cut() {
        if (pieces.isPresent() != texts.isPresent()) {
            throw Terminal.usage(
                    spec, "--pieces and --texts go together: how many pieces are kept, and of which texts");
        }
        return pieces.map(number -> new Cut(texts.orElseThrow(), number));
    }

    private static BundleSummary summary(Imported imported) {
        return new BundleSummary(
                imported.directory(),
                imported.descriptor(),
                ", " + Choice.name(imported.precision()),
                imported.goldenTexts(),
                imported.kernels(),
                imported.agreements().stream().map(String::valueOf).toList(),
                imported.notes());
    }
}
