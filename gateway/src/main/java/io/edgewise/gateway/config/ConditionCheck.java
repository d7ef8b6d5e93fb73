// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.pattern.PatternType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what is wrong with a step's condition: whether the steps before it can say what it asks. Confined to
/// one thread.
final class ConditionCheck {
    private final List<StepConfiguration> before;
    private final Map<String, BundleDescriptor> bundles;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private ConditionCheck(List<StepConfiguration> before, Map<String, BundleDescriptor> bundles) {
        this.before = before;
        this.bundles = bundles;
    }

    /// Sentences by key of the condition; the key is empty for the condition as a whole.
    ///
    /// @param before the steps that come first
    /// @param bundles those that could be read, by the name of their model
    static Map<String, String> problems(
            StepCondition when, List<StepConfiguration> before, Map<String, BundleDescriptor> bundles) {
        ConditionCheck check = new ConditionCheck(before, bundles);
        if (!when.isAlways() && before.isEmpty()) {
            return Map.of("", "the first step has nothing to go by: take it always, or put another before it");
        }
        check.verdict(when);
        check.known("scores", when.scores().keySet(), check.scored(), "moderate or classify");
        check.known("intent", when.intents(), check.intents(), "extract");
        check.known("label", when.labels(), check.classes(), "classify");
        check.known("field", when.fields(), check.types(), "extract");
        return check.problems;
    }

    private void verdict(StepCondition when) {
        if (!when.verdicts().isEmpty() && before.stream().noneMatch(Moderate.class::isInstance)) {
            problems.put("verdict", "no step before this one moderates");
        }
    }

    /// @param have what can be said; empty when the bundles that would know could not be read
    private void known(String key, Set<String> asked, Answers have, String steps) {
        if (!asked.isEmpty() && !have.said()) {
            problems.put(key, "no step before this one is " + steps);
            return;
        }
        asked.stream()
                .filter(name -> !have.names().isEmpty() && !have.names().contains(name))
                .findFirst()
                .ifPresent(name -> problems.put(key, "unknown \"" + name + "\": " + Nearest.hint(name, have.names())));
    }

    /// @param said whether a step says such a thing at all
    private record Answers(boolean said, Set<String> names) {}

    private Answers scored() {
        Set<String> names = new LinkedHashSet<>();
        boolean said = false;
        for (StepConfiguration step : before) {
            switch (step) {
                case Moderate moderate -> names.addAll(labels(moderate.model()));
                case Classify classify -> names.addAll(classes(classify));
                case Extract extract -> {
                    continue;
                }
                case StepConfiguration.Embed embed -> {
                    continue;
                }
                case StepConfiguration.Generate generate -> {
                    continue;
                }
            }
            said = true;
        }
        return new Answers(said, names);
    }

    private Answers classes() {
        Set<String> names = new LinkedHashSet<>();
        List<Classify> steps = of(Classify.class);
        steps.forEach(step -> names.addAll(classes(step)));
        return new Answers(!steps.isEmpty(), names);
    }

    private Set<String> classes(Classify step) {
        return step.examples().isEmpty()
                ? labels(step.model())
                : step.examples().keySet();
    }

    private Set<String> labels(String model) {
        Set<String> labels = new LinkedHashSet<>();
        heads(model).stream()
                .filter(head -> !(head instanceof Head.Spans))
                .forEach(head -> labels.addAll(head.labels()));
        return labels;
    }

    private Answers intents() {
        Set<String> names = new LinkedHashSet<>();
        List<Extract> steps = of(Extract.class);
        for (Extract step : steps) {
            heads(step.model()).stream()
                    .filter(Head.Choice.class::isInstance)
                    .forEach(head -> names.addAll(head.labels()));
        }
        return new Answers(!steps.isEmpty(), names);
    }

    private Answers types() {
        Set<String> names = new LinkedHashSet<>();
        List<Extract> steps = of(Extract.class);
        for (Extract step : steps) {
            names.addAll(step.fields().keySet());
            List<Head> heads = heads(step.model());
            if (heads.isEmpty()) {
                return new Answers(true, Set.of());
            }
            heads.stream()
                    .filter(Head.Spans.class::isInstance)
                    .map(Head.Spans.class::cast)
                    .forEach(head -> names.addAll(head.fieldTypes()));
            Arrays.stream(PatternType.values()).forEach(type -> names.add(type.name()));
        }
        return new Answers(!steps.isEmpty(), names);
    }

    private List<Head> heads(String model) {
        BundleDescriptor bundle = bundles.get(model);
        return bundle == null ? List.of() : bundle.heads();
    }

    private <T extends StepConfiguration> List<T> of(Class<T> kind) {
        return before.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
