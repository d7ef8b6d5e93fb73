// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.config.StepConfiguration.Embed;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.config.StepConfiguration.Reading;
import io.edgewise.gateway.config.StepConfiguration.SiteField;
import io.edgewise.gateway.config.StepConfiguration.ThresholdOverride;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.rule.FieldPattern;
import io.edgewise.inference.rule.Gazetteer;
import io.edgewise.inference.rule.SiteFields;
import io.edgewise.inference.rule.WordLists;
import io.edgewise.inference.task.ClassificationTask;
import io.edgewise.inference.task.EmbeddingTask;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.TaskFactory;
import io.edgewise.inference.task.TextTask;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A route's steps, ready to run. Immutable and thread-safe.
public final class Steps {
    /// A text on its way through the steps.
    ///
    /// @param key texts with the same key keep their order; empty when they need not
    /// @param deadlineNanos after which nobody wants the answer
    /// @param priority among other texts that wait
    /// @param captures what the wildcards of its route matched
    /// @param conversation to which it belongs, for steps that know of any
    /// @param progress told what is written of an answer that comes in parts
    /// @param cancellation whether the answer is still wanted
    public record Text(
            String text,
            String key,
            Priority priority,
            Instant received,
            long deadlineNanos,
            List<String> captures,
            String conversation,
            Progress progress,
            Cancellation cancellation) {
        /// Of no route.
        public Text(String text, String key, Instant received, long deadlineNanos) {
            this(
                    text,
                    key,
                    Priority.NORMAL,
                    received,
                    deadlineNanos,
                    List.of(),
                    "",
                    Progress.NOBODY,
                    new Cancellation());
        }
    }

    /// Is told of an answer while it is written, on a lane's thread: must not block.
    public interface Progress {
        /// Nobody is interested.
        Progress NOBODY = new Progress() {
            @Override
            public void wrote(String text) {}

            @Override
            public void again() {}
        };

        /// More of the answer.
        void wrote(String text);

        /// What was told is given up: the answer is written anew.
        void again();
    }

    /// How a step ended: an answer with this step's part in it, or why there is none.
    public sealed interface Outcome {
        record Answered(Answer answer) implements Outcome {}

        record Expired() implements Outcome {}

        record Cancelled() implements Outcome {}

        record Failed(Throwable cause) implements Outcome {}

        record Refused() implements Outcome {}
    }

    /// One of them. Thread-safe.
    interface Step {
        void submit(Text text, Answer before, Inference inference, Consumer<Outcome> done);

        /// Does ahead what the first text would wait for.
        default void prepare(Inference inference) {}

        /// Forgets what was said in a conversation.
        default void forget(String conversation) {}
    }

    private final List<Step> steps;
    private final List<RouteStep> configured;

    private Steps(List<Step> steps, List<RouteStep> configured) {
        this.steps = List.copyOf(steps);
        this.configured = List.copyOf(configured);
    }

    /// @param bundles the loaded bundles by configured name
    public static Steps of(List<RouteStep> configured, Map<String, BundleDescriptor> bundles) {
        List<Step> steps = new ArrayList<>();
        for (RouteStep routeStep : configured) {
            steps.add(
                    switch (routeStep.does()) {
                        case Reading reading -> step(reading, bundle(reading, bundles));
                        case Generate generate -> new GenerateStep(generate);
                    });
        }
        return new Steps(steps, configured);
    }

    private static BundleDescriptor bundle(Reading step, Map<String, BundleDescriptor> bundles) {
        BundleDescriptor bundle = bundles.get(step.model());
        if (bundle == null) {
            throw new IllegalArgumentException("no model \"" + step.model() + "\" (have: " + bundles.keySet() + ")");
        }
        return bundle;
    }

    private static Step step(Reading step, BundleDescriptor loaded) {
        return switch (step) {
            case Moderate m -> {
                WordLists words = WordLists.read(m.words());
                yield step(
                        m.model(),
                        loaded,
                        bundle -> new ModerationTask(
                                bundle,
                                thresholds(m.thresholds(), bundle),
                                words,
                                m.language().check(bundle)),
                        (before, said) -> before.with(said.answer(), said.bundle(), Cost.of(said)));
            }
            case Extract e -> {
                PatternExtractor patterns = new PatternExtractor(e.patterns());
                SiteFields site = site(e.fields());
                yield step(
                        e.model(),
                        loaded,
                        bundle -> new ExtractionTask(
                                bundle,
                                e.groups(),
                                patterns,
                                e.leastScore(),
                                site,
                                e.language().check(bundle)),
                        (before, said) -> before.with(said.answer(), said.bundle(), Cost.of(said)));
            }
            case Classify c when !c.examples().isEmpty() -> new ExampleStep(c, loaded);
            case Classify c ->
                step(
                        c.model(),
                        loaded,
                        bundle -> new ClassificationTask(
                                bundle, c.minScore(), c.language().check(bundle)),
                        (before, said) -> before.with(said.answer(), said.bundle(), Cost.of(said)));
            case Embed e ->
                step(
                        e.model(),
                        loaded,
                        EmbeddingTask::new,
                        (before, said) -> before.with(said.answer(), said.bundle(), Cost.of(said)));
        };
    }

    /// @param loaded the bundle that the step must suit now
    private static <R> Step step(
            String model,
            BundleDescriptor loaded,
            Function<BundleDescriptor, TextTask<R>> make,
            BiFunction<Answer, LaneOutcome.Answered<R>, Answer> add) {
        TaskFactory<R> task = new TaskFactory<>(make);
        TextTask<R> suits = task.on(loaded);
        assert suits != null;
        return (text, before, inference, done) -> inference.submit(new LaneJob<>(
                model,
                task,
                text.text(),
                text.key(),
                text.priority(),
                text.received(),
                text.deadlineNanos(),
                outcome -> done.accept(
                        switch (outcome) {
                            case LaneOutcome.Answered<R> said -> new Outcome.Answered(add.apply(before, said));
                            case LaneOutcome.Expired<R> expired -> new Outcome.Expired();
                            case LaneOutcome.Failed<R> failed -> new Outcome.Failed(failed.cause());
                            case LaneOutcome.Refused<R> refused -> new Outcome.Refused();
                        })));
    }

    private static SiteFields site(Map<String, SiteField> fields) {
        Map<String, FieldPattern> patterns = new HashMap<>();
        Map<String, Gazetteer> gazetteers = new HashMap<>();
        fields.forEach((type, field) -> {
            switch (field) {
                case SiteField.ByPattern(FieldPattern pattern) -> patterns.put(type, pattern);
                case SiteField.ByNames(Path file, boolean fuzzy) -> gazetteers.put(type, Gazetteer.read(file, fuzzy));
            }
        });
        return new SiteFields(patterns, gazetteers);
    }

    /// The bundle's thresholds with the site's in place of theirs.
    private static Map<String, Thresholds> thresholds(
            Map<String, ThresholdOverride> overrides, BundleDescriptor bundle) {
        Map<String, Thresholds> merged = new HashMap<>();
        bundle.heads().stream()
                .filter(Head.Labels.class::isInstance)
                .map(Head.Labels.class::cast)
                .forEach(head -> merged.putAll(head.thresholds()));
        Map<String, Thresholds> result = new HashMap<>();
        overrides.forEach((label, override) -> {
            Thresholds bundled = merged.getOrDefault(label, Thresholds.NEVER);
            double block = override.block().orElse(bundled.block());
            // A block below the bundle's review means: block there, and review nothing.
            double review = Math.min(override.review().orElse(bundled.review()), block);
            result.put(label, new Thresholds(review, block));
        });
        return result;
    }

    /// Does ahead what the first text would wait for: example sentences are embedded.
    ///
    /// @param opened whether a model is opened at the start, by its configured name
    public void prepare(Inference inference, Predicate<String> opened) {
        for (int i = 0; i < steps.size(); i++) {
            if (configured.get(i).does() instanceof Reading reading && opened.test(reading.model())) {
                steps.get(i).prepare(inference);
            }
        }
    }

    /// Forgets what was said in a conversation. From any thread.
    void forget(String conversation) {
        steps.forEach(step -> step.forget(conversation));
    }

    /// How the answer of a step is published while it is written, if it is.
    Optional<Streaming> streaming(int number) {
        return configured.get(number).does() instanceof Generate generate ? generate.stream() : Optional.empty();
    }

    /// How many there are.
    public int count() {
        return steps.size();
    }

    /// The configured names of their models.
    public List<String> models() {
        return configured.stream()
                .map(RouteStep::does)
                .filter(Reading.class::isInstance)
                .map(step -> ((Reading) step).model())
                .toList();
    }

    /// The first step from this number on that is to be taken, by what was said before; as [#count] when there
    /// is none.
    public int next(int number, Answer before) {
        int next = number;
        while (next < steps.size() && !Conditions.hold(configured.get(next).when(), before)) {
            next++;
        }
        return next;
    }

    /// Runs one step.
    ///
    /// @param number 0 is the first
    /// @param done called once, on a lane's thread: it must not block
    public void submit(int number, Text text, Answer before, Inference inference, Consumer<Outcome> done) {
        steps.get(number).submit(text, before, inference, done);
    }
}
