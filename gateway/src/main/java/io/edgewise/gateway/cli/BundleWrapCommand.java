// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.container.ContainerRefusal;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.wrap.Wrap;
import io.edgewise.inference.wrap.WrapOptions;
import io.edgewise.inference.wrap.WrapOptions.Meaning;
import io.edgewise.inference.wrap.WrapOptions.Tensors;
import io.edgewise.inference.wrap.WrapOptions.Wording;
import io.edgewise.inference.wrap.Wrapped;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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

/// `edgewise bundle wrap`: a bundle of a model that others made.
@Command(
        name = "wrap",
        description = {
            "Makes a bundle of a .tflite file that takes the token ids of one text.",
            "What is not given is found in the file, or told to be missing: metadata of the TensorFlow Lite Task"
                    + " Library and MediaPipe name tokenizer and labels."
        },
        mixinStandardHelpOptions = true)
final class BundleWrapCommand implements Callable<Integer> {
    private static final int LEAST_TOKENS = 8;
    private static final int MOST_TOKENS = 65_536;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "the .tflite file")
    private Path model = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR", description = "the bundle to make; must not be there yet")
    private Path directory = Path.of("");

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "what it is for: classification, moderation, extraction or embedding")
    private Optional<TaskKind> task = Optional.empty();

    @Option(names = "--labels", paramLabel = "FILE", description = "a label in each line, in the model's order")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--vocab",
            paramLabel = "FILE",
            description = "vocab.txt, tokenizer.json, vocab.json or a SentencePiece .model")
    private Optional<Path> vocabulary = Optional.empty();

    @Option(names = "--tokenizer", paramLabel = "KIND", description = "wordpiece, bpe, unigram or regex")
    private Optional<TokenizerKind> tokenizer = Optional.empty();

    @Option(names = "--delimiter", paramLabel = "REGEX", description = "what stands between words, for regex")
    private Optional<String> delimiter = Optional.empty();

    @Option(
            names = "--lowercase",
            arity = "1",
            paramLabel = "true|false",
            description = "read texts in lower case; default: when the vocabulary has next to no capital letters")
    private Optional<Boolean> lowercase = Optional.empty();

    @Option(
            names = "--strip-accents",
            arity = "1",
            paramLabel = "true|false",
            description = "take the accents off texts; default: in lower case, when next to no piece has any")
    private Optional<Boolean> stripAccents = Optional.empty();

    @Option(names = "--signature", paramLabel = "KEY", description = "which of the model's signatures is meant")
    private Optional<String> signature = Optional.empty();

    @Option(
            names = "--input",
            paramLabel = "ROLE=TENSOR",
            description = "an input by name or position; roles: ids, mask, type-ids, positions")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--output", paramLabel = "TENSOR", description = "which output is meant, by name or position")
    private Optional<String> output = Optional.empty();

    @Option(
            names = "--activation",
            paramLabel = "WHAT",
            description = "what its numbers are: logits, softmax or sigmoid")
    private Optional<Activation> activation = Optional.empty();

    @Option(
            names = "--multi-label",
            arity = "1",
            paramLabel = "true|false",
            description = "any number of labels may hold at once; default: when each has a sigmoid")
    private Optional<Boolean> multiLabel = Optional.empty();

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "most tokens of a window, where the graph leaves it open")
    private Optional<Integer> tokens = Optional.empty();

    @Mixin
    private BundleNaming naming = new BundleNaming();

    @Override
    public Integer call() {
        ContainerRefusal.requireNone(model);
        WrapOptions options = new WrapOptions(
                model,
                directory,
                naming.naming(),
                new Wording(vocabulary, tokenizer, delimiter, lowercase, stripAccents),
                new Meaning(task, labels, activation, multiLabel),
                new Tensors(signature, roles(), output, tokens()),
                naming.goldenTexts());
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        summary(Wrap.wrap(lite, options)).print(Terminal.out(spec));
        return ExitCode.OK;
    }

    private OptionalInt tokens() {
        if (tokens.filter(n -> n < LEAST_TOKENS || n > MOST_TOKENS).isPresent()) {
            throw Terminal.usage(
                    spec, "--tokens: expected " + LEAST_TOKENS + " to " + MOST_TOKENS + ", got " + tokens.get());
        }
        return tokens.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private Map<InputRole, String> roles() {
        Map<InputRole, String> roles = new EnumMap<>(InputRole.class);
        inputs.forEach((role, tensor) -> {
            try {
                roles.put(Choice.parse(role, InputRole.class), tensor);
            } catch (IllegalArgumentException e) {
                throw Terminal.usage(spec, "--input: " + e.getMessage());
            }
        });
        return roles;
    }

    private static BundleSummary summary(Wrapped wrapped) {
        return new BundleSummary(
                wrapped.directory(),
                wrapped.descriptor(),
                "",
                wrapped.goldenTexts(),
                wrapped.kernels(),
                List.of(),
                wrapped.notes());
    }
}
