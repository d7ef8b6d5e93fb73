// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.Models;
import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration;
import io.edgewise.gateway.route.Steps;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.plan.Candidate;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.plan.VendorDelegate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A drill: the worker of a vendor's delegate is ended while a thousand texts wait on the lanes. Each must be
/// answered as before, by XNNPACK, and the delegate must come back.
final class Drill {
    private static final int TEXTS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /// In place of the configured one, for which nobody wants to wait here.
    private static final Duration COOL_OFF = Duration.ofSeconds(1);

    private final InferenceConfiguration inference;
    private final Consumer<String> live;

    /// @param live told what happens while it happens
    Drill(InferenceConfiguration inference, Consumer<String> live) {
        this.inference = inference;
        this.live = live;
    }

    List<Finding> run(Map<String, ModelConfiguration> models) {
        List<Finding> findings = new ArrayList<>();
        models.forEach((name, model) -> model.options().candidates().inOrder().stream()
                .filter(Candidate.Vendor.class::isInstance)
                .map(Candidate.Vendor.class::cast)
                .forEach(vendor -> findings.add(drill(name, model, vendor.delegate()))));
        if (findings.isEmpty()) {
            findings.add(
                    Finding.warning("drill", "no model names a delegate under delegates: there is nothing to drill"));
        }
        return findings;
    }

    private Finding drill(String name, ModelConfiguration model, VendorDelegate vendor) {
        String what = "drill " + name;
        VendorDelegate impatient = vendor.coolingOff(COOL_OFF);
        Candidates only = Candidates.of(List.of(new Candidate.Vendor(impatient)));
        ModelConfiguration drilled = model.with(model.options().eager().on(only));
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        try (Models models = Models.open(
                inference, Map.of(name, drilled), status -> changes.add(new Change(status, System.nanoTime())))) {
            models.awaitReady();
            ModelStatus planned = next(changes).status();
            if (!planned.receipt().orElseThrow().chosen().equals(vendor.name())) {
                return Finding.warning(what, vendor.name() + " can't be drilled: " + planned.sentence());
            }
            return new Run(name, models, impatient, changes, texts(model)).go(what);
        } catch (InferenceException e) {
            return Finding.wrong(what, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(ModelConfiguration model) {
        Bundle bundle = model.open(FileDigests.READING);
        bundle.modelFile().close();
        List<Golden> golden = bundle.goldenTests().texts();
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> golden.get(i % golden.size()).text())
                .toList();
    }

    private static Change next(BlockingQueue<Change> changes) {
        try {
            Change change = changes.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (change == null) {
                throw new InferenceException("nothing happened for " + LIMIT.toMinutes() + " minutes");
            }
            return change;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted", e);
        }
    }

    private record Change(ModelStatus status, long nanos) {}

    /// One delegate's drill. Confined to one thread; answers come from lanes.
    private final class Run {
        private final Models models;
        private final VendorDelegate vendor;
        private final BlockingQueue<Change> changes;
        private final List<String> texts;
        private final Steps steps;
        private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
        private long beginNanos;

        private record Reply(int number, Steps.Outcome outcome) {}

        Run(String name, Models models, VendorDelegate vendor, BlockingQueue<Change> changes, List<String> texts) {
            this.models = models;
            this.vendor = vendor;
            this.changes = changes;
            this.texts = texts;
            BundleDescriptor bundle =
                    Objects.requireNonNull(models.descriptors().get(name));
            this.steps = Steps.of(
                    List.of(RouteStep.always(
                            StepConfiguration.everything(name, bundle.task(), LanguageScope.DECLARED))),
                    Map.of(name, bundle));
        }

        Finding go(String what) {
            List<Reply> before = answers(() -> {});
            beginNanos = System.nanoTime();
            tell(beginNanos, texts.size() + " texts wait for " + vendor.name());
            List<Reply> during = answers(() -> {
                models.context().hosts().of(vendor).kill();
                tell(System.nanoTime(), "its worker was ended");
            });
            tell(System.nanoTime(), "all are answered; meanwhile:");
            Duration demoted = await(Service.Demoted.class);
            Duration promoted = await(Service.AsPlanned.class);
            long answered = during.stream()
                    .filter(reply -> reply.outcome() instanceof Steps.Outcome.Answered)
                    .count();
            long unlike = IntStream.range(0, texts.size())
                    .filter(i -> !alike(before.get(i).outcome(), during.get(i).outcome()))
                    .count();
            String said = String.format(
                    Locale.ROOT,
                    "%d of %d texts answered, %d unlike before; %s left after %.2f s, back after %.2f s",
                    answered,
                    texts.size(),
                    unlike,
                    vendor.name(),
                    seconds(demoted),
                    seconds(promoted));
            return answered == texts.size() && unlike == 0 ? Finding.ok(what, said) : Finding.wrong(what, said);
        }

        /// Submits all texts at once.
        ///
        /// @param disturbance what happens when a part of them is answered
        /// @return in the order of the texts
        private List<Reply> answers(Runnable disturbance) {
            for (int i = 0; i < texts.size(); i++) {
                int number = i;
                Steps.Text text = new Steps.Text(texts.get(i), "", Instant.now(), System.nanoTime() + LIMIT.toNanos());
                steps.submit(0, text, Answer.NOTHING, models, outcome -> replies.add(new Reply(number, outcome)));
            }
            List<Reply> all = new ArrayList<>();
            while (all.size() < texts.size()) {
                if (all.size() == texts.size() / 10) {
                    disturbance.run();
                }
                all.add(reply());
            }
            all.sort(Comparator.comparingInt(Reply::number));
            return all;
        }

        private Reply reply() {
            try {
                return replies.take(); // each comes, at its deadline at the latest
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException("interrupted", e);
            }
        }

        private Duration await(Class<? extends Service> kind) {
            while (true) {
                Change change = next(changes);
                tell(change.nanos(), change.status().sentence());
                if (kind.isInstance(change.status().service())) {
                    return Duration.ofNanos(change.nanos() - beginNanos);
                }
            }
        }

        private void tell(long nanos, String what) {
            double after = seconds(Duration.ofNanos(nanos - beginNanos));
            live.accept(String.format(Locale.ROOT, "%6.2f s  %s", after, what));
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    private static boolean alike(Steps.Outcome before, Steps.Outcome during) {
        return before instanceof Steps.Outcome.Answered(Answer one)
                && during instanceof Steps.Outcome.Answered(Answer other)
                && Agreement.of(one, other);
    }
}
