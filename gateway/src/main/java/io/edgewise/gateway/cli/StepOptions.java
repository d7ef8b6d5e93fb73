// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.ExampleCheck;
import io.edgewise.gateway.config.ExamplesFile;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.config.StepConfiguration;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.inference.bundle.BundleDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/// What `ask` and `eval` may be told as a step of a route is: classes by example sentences, and which languages
/// the model reads. Filled by picocli.
final class StepOptions {
    @Option(
            names = "--examples",
            paramLabel = "FILE",
            description = "classify by these: YAML or JSON, class names with lists of example sentences")
    private Optional<Path> examples = Optional.empty();

    @Option(
            names = "--min-score",
            paramLabel = "SCORE",
            description = "with --examples: below it the label is none; default 0.6")
    private Optional<Double> minScore = Optional.empty();

    @Option(
            names = "--any-language",
            description = "have the model read texts in languages that the bundle does not declare, too")
    private boolean anyLanguage;

    /// What is to be asked of the bundle.
    ///
    /// @throws CommandFailed when the examples can't be used
    BundleSession.StepOfBundle step() {
        if (examples.isEmpty()) {
            if (minScore.isPresent()) {
                throw new CommandFailed(ExitCode.USAGE, "--min-score goes with --examples");
            }
            return BundleSession.StepOfBundle.everything(language());
        }
        minScore.filter(score -> !(score >= 0 && score <= 1)).ifPresent(score -> {
            throw new CommandFailed(ExitCode.USAGE, "--min-score is " + score + ", expected 0 to 1");
        });
        Map<String, List<String>> classes = read(examples.get());
        return (model, bundle) -> classify(model, bundle, classes);
    }

    private StepConfiguration classify(String model, BundleDescriptor bundle, Map<String, List<String>> classes) {
        ExampleCheck.unsuited(bundle).ifPresent(sentence -> {
            throw new CommandFailed(ExitCode.FAILED, sentence);
        });
        OptionalDouble least = minScore.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        return new Classify(model, least, classes, language());
    }

    private LanguageScope language() {
        return anyLanguage ? LanguageScope.ANY : LanguageScope.DECLARED;
    }

    private static Map<String, List<String>> read(Path file) {
        try {
            Map<String, List<String>> classes = ExamplesFile.read(file);
            Map<String, String> problems = ExampleCheck.problems(classes);
            if (!problems.isEmpty()) {
                StringBuilder told = new StringBuilder(file + " can't be used");
                problems.forEach((place, sentence) -> told.append("\n  ")
                        .append(place.isEmpty() ? "" : place.substring(1) + ": ")
                        .append(sentence));
                throw new CommandFailed(ExitCode.FAILED, told.toString());
            }
            return classes;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
