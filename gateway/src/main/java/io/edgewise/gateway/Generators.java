// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.GeneratorLane;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.plan.PlanContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The configured generators, each on a thread of its own. Opened and tested in the background: texts that come
/// earlier wait. Thread-safe.
final class Generators implements AutoCloseable {
    /// What is in work at once is bounded by the windows of the routes; this keeps a defect from filling the
    /// memory.
    private static final int MOST_WAITING = 1 << 16;

    private final Map<String, GeneratorLane> lanes = new TreeMap<>();

    /// @param context waited for on the generators' threads
    /// @param told a sentence about each that is ready, on its thread: must not block
    Generators(
            Map<String, GeneratorConfiguration> configured,
            FileDigests digests,
            Supplier<PlanContext> context,
            Consumer<String> told) {
        configured.forEach((name, generator) -> lanes.put(
                name,
                new GeneratorLane(
                        name,
                        () -> {
                            Generator opened = open(generator, digests, context.get());
                            told.accept(sentence(name, opened));
                            return opened;
                        },
                        MOST_WAITING)));
    }

    private static Generator open(GeneratorConfiguration configured, FileDigests digests, PlanContext context) {
        return Generator.open(
                context.library(),
                configured.open(digests),
                new Generator.Options(
                        configured.context(),
                        configured.texts(),
                        configured.threads(),
                        Optional.of(context.weights()),
                        System::nanoTime));
    }

    private static String sentence(String name, Generator opened) {
        return "generator " + name + " (" + opened.bundle().descriptor().id() + "): writes, "
                + (opened.cacheBytes() >> 20) + " MB of cache; " + opened.plan();
    }

    void write(String generator, WritingJob job) {
        Optional.ofNullable(lanes.get(generator))
                .ifPresentOrElse(
                        lane -> lane.submit(job),
                        () -> job.end(new WritingOutcome.Refused("no generator \"" + generator + "\"")));
    }

    /// Waits until all are built and their golden prompts passed on this board.
    ///
    /// @throws io.edgewise.inference.InferenceException when one can't be used
    void awaitReady() {
        try {
            CompletableFuture.allOf(
                            lanes.values().stream().map(GeneratorLane::ready).toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    void pace(Pace pace) {
        lanes.values().forEach(lane -> lane.pace(pace));
    }

    /// Jobs that wait at this moment.
    int waiting() {
        return lanes.values().stream().mapToInt(GeneratorLane::waiting).sum();
    }

    /// How long the one that is longest at one call has been at it.
    Duration longestTurn() {
        return lanes.values().stream()
                .map(GeneratorLane::turn)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        lanes.values().forEach(GeneratorLane::close);
    }
}
