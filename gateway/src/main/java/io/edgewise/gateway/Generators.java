// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.generation.GeneratorLane;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.plan.PlanContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// The configured generators, each on a thread of its own. Opened and tested in the background: texts that come
/// earlier wait. Thread-safe.
final class Generators implements AutoCloseable {
    /// What is in work at once is bounded by the windows of the routes; this keeps a defect from filling the
    /// memory.
    private static final int MOST_WAITING = 1 << 16;

    private final Map<String, GeneratorLane> lanes = new TreeMap<>();

    /// @param context waited for on the generators' threads
    /// @param events told how they are and what becomes of their texts
    Generators(
            Map<String, GeneratorConfiguration> configured,
            FileDigests digests,
            Supplier<PlanContext> context,
            GeneratorEvents events) {
        configured.forEach((name, generator) -> lanes.put(
                name, new GeneratorLane(name, () -> open(generator, digests, context.get()), MOST_WAITING, events)));
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

    /// How one is at this moment.
    GeneratorStatus status(String generator) {
        return Objects.requireNonNull(lanes.get(generator), generator).status();
    }

    /// How each is at this moment.
    List<GeneratorStatus> statuses() {
        return lanes.values().stream().map(GeneratorLane::status).toList();
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
