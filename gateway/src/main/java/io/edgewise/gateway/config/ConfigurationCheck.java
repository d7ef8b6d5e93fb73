// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.config.StepConfiguration.Embed;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.config.StepConfiguration.Reading;
import io.edgewise.gateway.config.StepConfiguration.SiteField.ByNames;
import io.edgewise.gateway.config.StepConfiguration.ThresholdOverride;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicTemplate;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.Lines;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.rule.Gazetteer;
import io.edgewise.inference.rule.RuleException;
import io.edgewise.inference.rule.WordLists;
import io.edgewise.inference.task.ExtractionTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Checks what the parts of a configuration say of each other and of the bundles on disk. Reads only the
/// descriptors of bundles, and their signatures: digests and golden tests are checked when they are loaded.
final class ConfigurationCheck {
    private final GatewayConfiguration configuration;
    private final DocumentNode document;
    private final Problems problems;
    private final Map<String, BundleDescriptor> bundles = new HashMap<>();

    private ConfigurationCheck(GatewayConfiguration configuration, DocumentNode document, Problems problems) {
        this.configuration = configuration;
        this.document = document;
        this.problems = problems;
    }

    /// @param document what the configuration was read from, for the lines of problems
    static void run(GatewayConfiguration configuration, DocumentNode document, Problems problems) {
        ConfigurationCheck check = new ConfigurationCheck(configuration, document, problems);
        check.files();
        check.delegates();
        check.models();
        check.generators();
        check.routes();
    }

    private void files() {
        configuration.brokers().forEach((name, broker) -> {
            String path = name.equals(ConfigurationReader.BROKER) ? name : "brokers." + name;
            if (!name.equals(ConfigurationReader.BROKER)) {
                name(path, name);
            }
            readable(path + ".ca", broker.ca().stream().toList());
            readable(path + ".cert", broker.certificate().stream().toList());
            readable(path + ".key", paths(broker.key()));
            readable(path + ".password-file", paths(broker.passwordFile()));
        });
        readable(
                "inference.library",
                configuration.inference().library().stream().toList());
    }

    /// A credential is there for the service only, and not for whoever checks its configuration.
    private static List<Path> paths(Optional<SecretFile> secret) {
        return secret.stream()
                .flatMap(file -> file instanceof SecretFile.AtPath at ? Stream.of(at.path()) : Stream.empty())
                .toList();
    }

    private void readable(String path, List<Path> files) {
        for (Path file : files) {
            if (!Files.exists(file)) {
                problem(path, file + " is not there");
            } else if (Files.isDirectory(file)) {
                problem(path, file + " is a folder, expected a file");
            } else if (!Files.isReadable(file)) {
                problem(path, file + " can't be read by this user");
            }
        }
    }

    private void delegates() {
        configuration.delegates().forEach((name, delegate) -> {
            name("delegates." + name, name);
            if (Candidates.isReserved(name)) {
                problem("delegates." + name, "is a name that has a meaning of its own; choose another");
            }
            readable("delegates." + name + ".library", List.of(delegate.library()));
        });
    }

    private void models() {
        configuration.models().forEach((name, model) -> {
            name("models." + name, name);
            try {
                bundles.put(name, model.describeBundle());
                model.overlay().ifPresent(file -> overlay(name, model));
            } catch (BundleException e) {
                problem("models." + name + ".bundle", String.valueOf(e.getMessage()));
            }
        });
    }

    private void generators() {
        configuration.generators().forEach((name, generator) -> {
            name("generators." + name, name);
            if (configuration.models().containsKey(name)) {
                problem(
                        "generators." + name,
                        "is the name of a model, too: both would have their receipt on one topic; choose another");
            }
            try {
                int most = generator.describe().model().context();
                if (generator.context() > most) {
                    problem(
                            "generators." + name + ".context",
                            "is " + generator.context() + ", the bundle looks at " + most + " tokens at most");
                }
            } catch (BundleException e) {
                problem("generators." + name + ".bundle", String.valueOf(e.getMessage()));
            }
        });
    }

    private void overlay(String name, ModelConfiguration model) {
        try {
            bundles.put(name, model.describe());
        } catch (BundleException | ConfigurationException e) {
            problem("models." + name + ".overlay", String.valueOf(e.getMessage()));
        }
    }

    /// A model's is a level of the topic of its receipt, a delegate's is in the name of a file.
    private void name(String path, String name) {
        try {
            ConfigurationReader.id(name);
        } catch (IllegalArgumentException e) {
            problem(path, "is no name to use here: " + e.getMessage());
        }
    }

    private void routes() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < configuration.routes().size(); i++) {
            RouteConfiguration route = configuration.routes().get(i);
            String path = "routes[" + i + "]";
            if (!names.add(route.name())) {
                problem(
                        path + ".name",
                        "\"" + route.name() + "\" stands twice: a route's name is the name of its session");
            }
            broker(path + ".in", route.in());
            broker(path + ".out", route.out());
            for (int j = 0; j < route.steps().size(); j++) {
                RouteStep step = route.steps().get(j);
                step(path + ".steps[" + j + "]", route, step.does());
                List<StepConfiguration> before = route.steps().subList(0, j).stream()
                        .map(RouteStep::does)
                        .toList();
                String when = path + ".steps[" + j + "].when";
                ConditionCheck.problems(step.when(), before, bundles)
                        .forEach((key, sentence) -> problem(key.isEmpty() ? when : when + "." + key, sentence));
            }
            loops(path, route);
            controls(path, route);
        }
    }

    /// What a sender says of an answer must not be taken for a text.
    private void controls(String path, RouteConfiguration route) {
        for (TopicFilter control : route.controls(configuration.id())) {
            configuration.routes().stream()
                    .filter(other -> other.in().equals(route.out()) && control.overlaps(other.from()))
                    .forEach(other -> problem(
                            path + ".to",
                            control + ", where answers are cancelled and conversations forgotten, can match "
                                    + other.from()
                                    + ", the input of route " + other.name()
                                    + ": what is said there would be read as a text"));
        }
    }

    private void broker(String path, String name) {
        Set<String> known = configuration.brokers().keySet();
        if (!known.contains(name)) {
            problem(path, "no broker \"" + name + "\": " + Nearest.hint(name, known));
        }
    }

    private void step(String parent, RouteConfiguration route, StepConfiguration step) {
        switch (step) {
            case Reading reading -> reading(parent, reading);
            case Generate generate ->
                new GenerateCheck(configuration.generators(), route, (key, message) -> problem(parent + key, message))
                        .check(generate);
        }
    }

    private void reading(String parent, Reading step) {
        String path = parent + "." + verb(step);
        if (!configuration.models().containsKey(step.model())) {
            problem(
                    path + ".model",
                    "no model \"" + step.model() + "\": "
                            + Nearest.hint(step.model(), configuration.models().keySet()));
            return;
        }
        BundleDescriptor bundle = bundles.get(step.model());
        if (bundle == null) {
            return; // Its own problem was noted.
        }
        switch (step) {
            case Moderate moderate -> moderate(path, moderate, bundle);
            case Extract extract -> extract(path, extract, bundle);
            case Classify classify -> classify(path, classify, bundle);
            case Embed embed -> fits(path, bundle, TaskKind.EMBEDDING);
        }
    }

    private static String verb(Reading step) {
        return switch (step) {
            case Moderate moderate -> "moderate";
            case Extract extract -> "extract";
            case Classify classify -> "classify";
            case Embed embed -> "embed";
        };
    }

    private void moderate(String path, Moderate step, BundleDescriptor bundle) {
        rules(path + ".words", () -> WordLists.read(step.words()));
        if (!fits(path, bundle, TaskKind.MODERATION)) {
            return;
        }
        Head.Labels head = bundle.heads().stream()
                .filter(Head.Labels.class::isInstance)
                .map(Head.Labels.class::cast)
                .findFirst()
                .orElseThrow();
        step.thresholds().forEach((label, override) -> {
            if (!head.labels().contains(label)) {
                problem(
                        path + ".thresholds." + label,
                        "unknown label \"" + label + "\": " + Nearest.hint(label, head.labels()));
            } else {
                threshold(
                        path + ".thresholds." + label,
                        override,
                        head.thresholds().getOrDefault(label, Thresholds.NEVER));
            }
        });
    }

    private void rules(String path, Runnable reading) {
        try {
            reading.run();
        } catch (RuleException e) {
            e.problems().forEach(problem -> problem(path, problem.toString()));
        }
    }

    private void threshold(String path, ThresholdOverride override, Thresholds bundle) {
        double review = override.review().orElse(bundle.review());
        double block = override.block().orElse(bundle.block());
        if (review > block && override.review().isPresent()) {
            problem(path, "review is " + review + ", above the bundle's block of " + block + ": give block too");
        }
    }

    private void extract(String path, Extract step, BundleDescriptor bundle) {
        step.fields().forEach((type, field) -> {
            if (field instanceof ByNames(Path file, boolean fuzzy)) {
                rules(path + ".fields." + type + ".names", () -> Gazetteer.read(file, fuzzy));
            }
        });
        if (!fits(path, bundle, TaskKind.EXTRACTION)) {
            return;
        }
        for (String group : step.groups()) {
            if (!ExtractionTask.groups(bundle).contains(group)) {
                problem(
                        path + ".groups",
                        "no group \"" + group + "\" in " + bundle.id() + ": "
                                + Nearest.hint(group, ExtractionTask.groups(bundle)));
            }
        }
    }

    private void classify(String path, Classify step, BundleDescriptor bundle) {
        if (step.examples().isEmpty()) {
            if (bundle.task() == TaskKind.CLASSIFICATION
                    || ExampleCheck.unsuited(bundle).isPresent()) {
                fits(path, bundle, TaskKind.CLASSIFICATION);
            } else {
                problem(
                        path + ".examples",
                        "is missing: " + bundle.id() + " has no labels of its own for texts, and tells classes by"
                                + " example sentences");
            }
            return;
        }
        ExampleCheck.unsuited(bundle).ifPresent(sentence -> problem(path + ".model", sentence));
        ExampleCheck.problems(step.examples())
                .forEach((place, sentence) -> problem(path + ".examples" + place, sentence));
    }

    private boolean fits(String path, BundleDescriptor bundle, TaskKind wanted) {
        if (bundle.task() == wanted) {
            return true;
        }
        problem(
                path + ".model",
                bundle.id() + " is for " + bundle.task().name().toLowerCase(Locale.ROOT) + ", this step needs "
                        + wanted.name().toLowerCase(Locale.ROOT));
        return false;
    }

    /// What a route publishes must not come back to it, neither at once nor by way of other routes.
    private void loops(String path, RouteConfiguration route) {
        loop(path + ".to", route, route.to());
        route.forward().forEach((verdict, topic) -> loop(path + ".forward." + Choice.name(verdict), route, topic));
        loop(path + ".from", route, deadLetters(route));
        if (route.streams()) {
            loop(path + ".to", route, TopicTemplate.parse(route.to() + RouteConfiguration.STREAM_LEVEL));
        }
    }

    private static TopicTemplate deadLetters(RouteConfiguration route) {
        return TopicTemplate.parse("edgewise/{gateway}/dead-letter/" + route.name());
    }

    private void loop(String path, RouteConfiguration route, TopicTemplate template) {
        Set<RouteConfiguration> reached = new HashSet<>();
        Deque<RouteConfiguration> next = new ArrayDeque<>(fedBy(route, template));
        while (!next.isEmpty()) {
            RouteConfiguration fed = next.remove();
            if (fed.equals(route)) {
                problem(
                        path,
                        "\"" + template + "\" can match " + route.from() + ", the input of this route"
                                + (reached.isEmpty() ? "" : ", by way of others")
                                + ": messages would go round for ever");
                return;
            }
            if (reached.add(fed)) {
                next.addAll(fedBy(fed, fed.to()));
                next.addAll(fedBy(fed, deadLetters(fed)));
                fed.forward().values().forEach(topic -> next.addAll(fedBy(fed, topic)));
            }
        }
    }

    private List<RouteConfiguration> fedBy(RouteConfiguration route, TopicTemplate template) {
        TopicFilter published = template.asFilter(route.from(), configuration.id());
        return configuration.routes().stream()
                .filter(other -> other.in().equals(route.out()) && published.overlaps(other.from()))
                .toList();
    }

    private void problem(String path, String message) {
        problems.add(path, Lines.of(document, path), message);
    }
}
