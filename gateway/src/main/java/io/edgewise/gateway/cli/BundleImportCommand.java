// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.Import;
import io.edgewise.importer.ImportOptions;
import io.edgewise.importer.ImportOptions.Cut;
import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.importer.Imported;
import io.edgewise.importer.container.ContainerRefusal;
import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.importer.generator.MemorySpeed;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.io.PrintWriter;
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
                    + " (in one file or in shards) and a tokenizer; of a decoder also of a GGUF file.",
            "Classifiers, taggers and embedders of BERT, MiniLM, DistilBERT, ELECTRA, RoBERTa, XLM-R and ALBERT;"
                    + " decoders of GPT-2, Llama, Mistral, Qwen2, Qwen3, Gemma and Phi."
        },
        mixinStandardHelpOptions = true)
final class BundleImportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CKPT", description = "the checkpoint's folder, or a .gguf file")
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
            description =
                    "how matrices are kept: int8 (default), fp16 or fp32; decoders: int8, int4, blocks (the four bits"
                            + " of a GGUF file as they are) or fp32")
    private WeightForm weights = WeightForm.INT8;

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

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "decoders: tokens of a text with its answer that it can look at; default at most 2048")
    private Optional<Integer> context = Optional.empty();

    @Override
    public Integer call() {
        ContainerRefusal.requireNone(checkpoint);
        return GeneratorImport.takes(checkpoint) ? importGenerator() : importReader();
    }

    private Integer importGenerator() {
        if (task.isPresent()
                || !heads.isEmpty()
                || !groups.isEmpty()
                || !layers.isEmpty()
                || tokens.isPresent()
                || cut().isPresent()) {
            throw Terminal.usage(
                    spec,
                    "the checkpoint writes texts: of the options only --weights, --context, --name, --licence, --source and"
                            + " --golden-text mean anything for it");
        }
        PrintWriter out = Terminal.out(spec);
        GeneratorImportOptions options = new GeneratorImportOptions(
                checkpoint,
                directory,
                naming.naming(),
                weights.ofDecoder(spec),
                context.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                naming.goldenTexts());
        try (GeneratorImport importing = GeneratorImport.open(options)) {
            importing.needs().sentences(MemorySpeed.bytesPerSecond()).forEach(line -> out.println("  " + line));
            out.flush();
            GeneratorSummary.print(importing.run(library()), out);
        }
        return ExitCode.OK;
    }

    private static TensorFlowLite library() {
        return TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
    }

    private Integer importReader() {
        if (context.isPresent()) {
            throw Terminal.usage(spec, "--context is for decoders, and this checkpoint reads texts: --tokens");
        }
        ImportOptions options = new ImportOptions(
                checkpoint,
                directory,
                naming.naming(),
                new Meaning(task, new LinkedHashSet<>(heads), groups),
                new Form(
                        weights.ofEncoder(spec),
                        tokens.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        layers,
                        cut()),
                naming.goldenTexts());
        summary(Import.run(library(), options)).print(Terminal.out(spec));
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
