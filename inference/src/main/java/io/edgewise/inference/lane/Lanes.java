// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.plan.Candidate;
import io.edgewise.inference.plan.EncoderFactory;
import io.edgewise.inference.plan.Planned;
import io.edgewise.inference.plan.Planner;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// All lanes and the models on them. Thread-safe: jobs may be submitted from any thread.
///
/// Owns the native models made of the bundles; closing finishes what waits, then frees them.
public final class Lanes implements AutoCloseable {
    private static final long CLOSE_SECONDS = 30;

    /// A bundle to be loaded.
    public record ModelSource(String name, Bundle bundle, ModelOptions options) {}

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Candidate>> chosen = new HashMap<>();
    private final String library;
    private final CompletableFuture<List<ModelStatus>> ready;

    /// Starts the lanes; they build every model at once (see [#ready]). Jobs may be submitted from now on and wait.
    ///
    /// @param count number of lanes: as many as cores less one is what leaves room for everything else
    /// @throws io.edgewise.inference.UnsupportedModelException when the library refuses a model file
    public Lanes(TensorFlowLite lite, List<ModelSource> sources, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("lanes: expected at least 1, got " + count);
        }
        this.library = lite.version();
        sources.forEach(s -> {
            models.put(s.name(), lite.model(s.bundle().modelFile()));
            chosen.put(s.name(), new CompletableFuture<>());
        });
        List<CompletableFuture<List<ModelStatus>>> loaded = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loaded.add(startLane(i, sources));
        }
        this.ready = CompletableFuture.allOf(loaded.toArray(CompletableFuture[]::new))
                .thenApply(all -> loaded.getFirst().join());
    }

    /// Completed when every model is built on every lane and its golden tests passed: what is loaded, in the
    /// order of configuration. Completed with an [io.edgewise.inference.InferenceException] when a model can't be
    /// used on this board; then jobs are refused.
    public CompletableFuture<List<ModelStatus>> ready() {
        return ready.copy();
    }

    private CompletableFuture<List<ModelStatus>> startLane(int number, List<ModelSource> sources) {
        CompletableFuture<List<ModelStatus>> loaded = new CompletableFuture<>();
        Lane lane = new Lane(() -> load(sources, number == 0, loaded));
        lanes.add(lane);
        threads.add(Thread.ofPlatform().name("lane-" + number).daemon().start(lane));
        return loaded;
    }

    /// The first lane plans; the others build what it chose.
    private Map<String, LaneModel> load(
            List<ModelSource> sources, boolean first, CompletableFuture<List<ModelStatus>> loaded) {
        Map<String, LaneModel> built = new HashMap<>();
        List<ModelStatus> report = new ArrayList<>();
        try {
            for (ModelSource source : sources) {
                EncoderFactory factory = EncoderFactory.of(
                        source.bundle(), find(models, source), source.options().allowSlow());
                Encoder encoder = first ? plan(source, factory, report) : asPlanned(source, factory);
                built.put(source.name(), laneModel(source, encoder));
                // The delegate has packed its own copy of the weights; what is still read from the file is small.
                source.bundle().modelFile().unload();
            }
            loaded.complete(report);
            return built;
        } catch (RuntimeException | Error e) {
            built.values().forEach(LaneModel::close);
            loaded.completeExceptionally(e);
            if (first) {
                chosen.values().forEach(choice -> choice.completeExceptionally(e));
            }
            throw e;
        }
    }

    private Encoder plan(ModelSource source, EncoderFactory factory, List<ModelStatus> report) {
        Planned planned =
                Planner.plan(source.bundle(), library, source.options().candidates(), factory);
        find(chosen, source).complete(planned.candidate());
        report.add(new ModelStatus(source.name(), source.bundle().descriptor(), planned.receipt()));
        return planned.encoder();
    }

    /// Waits for the first lane, which always ends: with a choice, or with the reason why there is none.
    private Encoder asPlanned(ModelSource source, EncoderFactory factory) {
        try {
            return factory.build(find(chosen, source).join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof InferenceException reason ? reason : e;
        }
    }

    private static <T> T find(Map<String, T> byName, ModelSource source) {
        return Objects.requireNonNull(byName.get(source.name()), source.name());
    }

    private static LaneModel laneModel(ModelSource source, Encoder encoder) {
        return new LaneModel(
                source.bundle().descriptor(),
                source.bundle().tokenizer(),
                encoder,
                source.options().deterministic());
    }

    /// Hands a job to its lane. Never blocks; the job's `done` is called in any case.
    public <R> void submit(LaneJob<R> job) {
        WaitingJob<R> waiting = new WaitingJob<>(job);
        if (!laneFor(job.key()).queue().offer(waiting)) {
            waiting.refuse();
        }
    }

    private Lane laneFor(String key) {
        return key.isEmpty()
                ? lanes.stream()
                        .min(Comparator.comparingInt(lane -> lane.queue().size()))
                        .orElseThrow()
                : lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
    }

    /// Jobs that wait for a lane at this moment.
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.queue().size()).sum();
    }

    /// How many lanes there are.
    public int count() {
        return lanes.size();
    }

    /// Refuses new jobs, finishes those that wait, and frees the models.
    @Override
    public void close() {
        lanes.forEach(lane -> lane.queue().close());
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= join(thread);
        }
        if (ended) {
            models.values().forEach(Model::close);
        }
    }

    /// A lane that hangs in native code keeps its model: unmapping it would end the process.
    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
