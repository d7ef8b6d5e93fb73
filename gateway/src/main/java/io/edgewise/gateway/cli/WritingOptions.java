// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.gateway.config.PromptTemplate;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Example;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `ask` may be told of a bundle that writes texts, as a step `generate` is. Filled by picocli.
final class WritingOptions {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CONTEXT = 1024;

    @Option(names = "--system", paramLabel = "TEXT", description = "writing: what the model is to do")
    private Optional<String> system = Optional.empty();

    @Option(
            names = "--shots",
            paramLabel = "FILE",
            description =
                    "writing: examples, each line {\"text\": …, \"answer\": …}; an answer that is JSON may stand as it is")
    private Optional<Path> shots = Optional.empty();

    @Option(names = "--schema", paramLabel = "FILE", description = "writing: JSON Schema that the answer is valid for")
    private Optional<Path> schema = Optional.empty();

    @Option(
            names = "--regex",
            paramLabel = "EXPRESSION",
            description = "writing: regular expression that the whole answer matches")
    private Optional<String> regex = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "TEXT",
            description = "writing: the answer is one of these; to be given several times")
    private List<String> among = List.of();

    @Option(names = "--max-tokens", paramLabel = "N", description = "writing: most tokens of the answer; default 256")
    private Optional<Integer> tokens = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "writing: above 0, tokens are drawn; default 0, the likeliest")
    private Optional<Double> temperature = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "writing: of what is drawn")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "writing: threads of the model; default 1")
    private Optional<Integer> threads = Optional.empty();

    /// @throws CommandFailed when one was given for a bundle that only reads
    void requireNone() {
        boolean any = Stream.of(system, shots, schema, regex, tokens, temperature, seed, threads)
                .anyMatch(Optional::isPresent);
        if (any || !among.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--system, --shots, --schema, --regex, --option, --max-tokens, --temperature, --seed and --threads are for"
                            + " bundles that write texts, and this one reads them");
        }
    }

    GeneratorConfiguration generator(Path bundle) {
        return new GeneratorConfiguration(bundle, CONTEXT, 1, threads.orElse(1), Optional.empty());
    }

    /// @throws CommandFailed when the options don't go together
    Generate step() {
        try {
            return new Generate(
                    BundleSession.NAME,
                    new Asking(
                            system.map(WritingOptions::literal),
                            new PromptTemplate("{text}"),
                            shots.map(WritingOptions::read).orElse(List.of()),
                            Optional.empty(),
                            TooLong.REFUSE),
                    form(),
                    new Limits(tokens.orElse(256), Duration.ofHours(1)),
                    new Sampling(temperature.orElse(0.0), 0, 1, 1, seed.orElse(0L)),
                    List.of(),
                    Optional.empty(),
                    false);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static PromptTemplate literal(String text) {
        return new PromptTemplate(text.replace("{", "{{").replace("}", "}}"));
    }

    private Form form() {
        List<Form> forms = new ArrayList<>();
        schema.map(Form.JsonSchema::new).ifPresent(forms::add);
        regex.map(Form.Regex::new).ifPresent(forms::add);
        if (!among.isEmpty()) {
            forms.add(new Form.OneOf(among));
        }
        if (forms.size() > 1) {
            throw new IllegalArgumentException("an answer has one form: give one of --schema, --regex and --option");
        }
        return forms.isEmpty() ? new Form.Anything() : forms.getFirst();
    }

    private static List<Example> read(Path file) {
        try {
            List<Example> examples = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    examples.add(example(file, examples.size() + 1, JSON.readTree(line)));
                }
            }
            return examples;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is no JSON in each line: " + e.getOriginalMessage(), e);
        }
    }

    private static Example example(Path file, int number, JsonNode line) {
        JsonNode text = line.path("text");
        JsonNode answer = line.path("answer");
        if (!text.isString() || answer.isMissingNode()) {
            throw new IllegalArgumentException(file + " example " + number + ": expected {\"text\": …, \"answer\": …}");
        }
        return new Example(text.asString(), answer.isString() ? answer.asString() : answer.toString());
    }
}
