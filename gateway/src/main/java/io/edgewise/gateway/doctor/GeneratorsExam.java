// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.Models;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.generation.GeneratorReceipt;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.lane.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Opens every bundle that writes texts as the gateway would, one after the other, and lets each write a little.
final class GeneratorsExam {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int DRILL_TOKENS = 32;
    private static final GenerationRequest DRILL = GenerationRequest.of(
            List.of(Message.user("Write a long story about a pump.")), new Limits(DRILL_TOKENS, LIMIT));

    private GeneratorsExam() {}

    static List<Finding> look(
            InferenceConfiguration inference, Map<String, GeneratorConfiguration> generators, boolean tellLibrary) {
        List<Finding> findings = new ArrayList<>();
        generators.forEach((name, generator) ->
                findings.addAll(look(inference, name, generator, tellLibrary && ModelsExam.lacksLibrary(findings))));
        return findings;
    }

    private static List<Finding> look(
            InferenceConfiguration inference, String name, GeneratorConfiguration generator, boolean tellLibrary) {
        List<Finding> findings = new ArrayList<>();
        String what = "generator " + name;
        InferenceConfiguration oneLane = new InferenceConfiguration(1, inference.library());
        try (Models models = Models.open(
                oneLane,
                Map.of(),
                Map.of(name, generator),
                ModelsExam.cache(),
                FileDigests.READING,
                changed -> {},
                GeneratorEvents.NONE)) {
            models.awaitReady();
            if (tellLibrary) {
                findings.add(ModelsExam.library(models));
            }
            GeneratorReceipt receipt = models.generator(name).receipt().orElseThrow();
            String signed = ModelsExam.signature(generator.bundle(), generator.signer());
            findings.add(Finding.ok(what, describe(receipt) + "; " + signed));
            findings.add(drill(models, name));
        } catch (InferenceException e) {
            findings.add(Finding.wrong(what, String.valueOf(e.getMessage())));
        }
        return findings;
    }

    private static String describe(GeneratorReceipt receipt) {
        return String.format(
                Locale.ROOT,
                "%s: %s; weights of %d MB; built and tested in %d ms",
                receipt.bundle(),
                receipt.sentence(),
                receipt.room().modelBytes() >> 20,
                receipt.took().toMillis());
    }

    /// The second time the prompt has been read already, so that the time is that of writing alone.
    private static Finding drill(Models models, String name) {
        String what = "writing " + name;
        WritingOutcome first = write(models, name);
        WritingOutcome again = first instanceof WritingOutcome.Written ? write(models, name) : first;
        return switch (again) {
            case WritingOutcome.Written written -> Finding.ok(what, speed(written));
            case WritingOutcome.Failed failed ->
                Finding.wrong(what, String.valueOf(failed.cause().getMessage()));
            case WritingOutcome.Refused refused -> Finding.wrong(what, refused.reason());
            case WritingOutcome.Expired expired ->
                Finding.wrong(what, DRILL_TOKENS + " tokens took longer than " + LIMIT.toSeconds() + " s");
            case WritingOutcome.Cancelled cancelled -> Finding.wrong(what, "the text was given up");
        };
    }

    private static String speed(WritingOutcome.Written written) {
        int tokens = written.text().tokens();
        return tokens == 0
                ? "the model had nothing to say: no speed was measured"
                : String.format(
                        Locale.ROOT,
                        "%.1f tokens/s, measured over %d tokens",
                        tokens / (written.wrote().toNanos() / 1e9),
                        tokens);
    }

    private static WritingOutcome write(Models models, String name) {
        CompletableFuture<WritingOutcome> done = new CompletableFuture<>();
        models.write(
                name,
                new WritingJob(
                        tokens -> DRILL,
                        Priority.NORMAL,
                        System.nanoTime() + LIMIT.toNanos(),
                        news -> {},
                        done::complete));
        return done.join(); // it comes, at its deadline at the latest
    }
}
