// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.GrammarException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Finds what is wrong with a step that writes texts. Confined to one thread.
final class GenerateCheck {
    private final Map<String, GeneratorConfiguration> generators;
    private final RouteConfiguration route;
    private final BiConsumer<String, String> problems;

    /// @param problems takes where in the step, as `.generate.schema`, and a sentence
    GenerateCheck(
            Map<String, GeneratorConfiguration> generators,
            RouteConfiguration route,
            BiConsumer<String, String> problems) {
        this.generators = generators;
        this.route = route;
        this.problems = problems;
    }

    void check(Generate step) {
        String path = step.form() instanceof Form.OneOf ? ".choose" : ".generate";
        if (!generators.containsKey(step.generator())) {
            problems.accept(
                    path + ".generator",
                    "no generator \"" + step.generator() + "\": "
                            + Nearest.hint(step.generator(), generators.keySet()));
        }
        int wildcards = route.from().wildcards();
        Asking asking = step.asking();
        Stream.concat(asking.system().stream(), Stream.of(asking.prompt()))
                .filter(template -> template.highestWildcard() > wildcards)
                .forEach(template -> problems.accept(
                        path + ".prompt",
                        "{" + template.highestWildcard() + "} stands for a wildcard of from, which has " + wildcards));
        boolean inSystem = asking.system().filter(s -> s.has("text")).isPresent();
        if (!asking.prompt().has("text") && !inSystem) {
            problems.accept(path + ".prompt", "has no {text}: every message would get the same answer");
        }
        if (inSystem && asking.tooLong() == TooLong.CUT) {
            problems.accept(
                    path + ".too-long", "can't cut a text that stands in system too: have {text} in prompt alone");
        }
        if (asking.conversation().isPresent() && !route.to().hasPlaceOfSource()) {
            problems.accept(
                    path + ".conversation",
                    "all messages have the result topic " + route.to()
                            + ", and so one conversation: tell senders apart there, as in answers/{1}");
        }
        if (!step.stop().isEmpty() && !(step.form() instanceof Form.Anything)) {
            problems.accept(path + ".stop", "would cut an answer short whose form says where it ends: leave it out");
        }
        try {
            Optional<Grammar> grammar = AnswerGrammar.of(step.form());
            assert grammar.isPresent() || step.form() instanceof Form.Anything;
        } catch (GrammarException | IllegalArgumentException e) {
            problems.accept(path + key(step.form()), String.valueOf(e.getMessage()));
        }
    }

    private static String key(Form form) {
        return switch (form) {
            case Form.JsonSchema schema -> ".schema";
            case Form.Regex regex -> ".regex";
            case Form.OneOf oneOf -> ".options";
            case Form.Anything anything -> "";
        };
    }
}
