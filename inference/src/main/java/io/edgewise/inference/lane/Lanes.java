// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.PlanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// All lanes and the models on them. Thread-safe: jobs may be submitted from any thread.
///
/// Owns the lanes' threads, the models, and the workers of vendors' delegates; closing finishes what waits,
/// then frees them.
public final class Lanes implements AutoCloseable {
    private static final long CLOSE_SECONDS = 30;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// A bundle to be served.
    ///
    /// @param name the configured name
    /// @param bundle opens and checks it; called on a thread of its own, again after the model was unloaded
    public record ModelSource(String name, Supplier<Bundle> bundle, ModelOptions options) {}

    private final LaneGate gate = new LaneGate();
    private final List<Lane> lanes;
    private final List<Thread> threads = new ArrayList<>();
    /// Everything about models that takes long.
    private final KeeperThread keeperThread = new KeeperThread("models");
    /// Nothing that takes long: a deadline must not wait for a model that is tried.
    private final KeeperThread deadlines = new KeeperThread("deadlines");
    private final Map<String, ModelKeeper> keepers = new ConcurrentSkipListMap<>();
    private final Executor opening =
            task -> Thread.ofPlatform().name("open-model").start(task);
    private final Consumer<ModelStatus> changed;
    private final CompletableFuture<PlanContext> context;
    private final CompletableFuture<List<ModelStatus>> ready;

    /// Starts the lanes, and begins to open every model that is not lazy (see [#ready]). Jobs may be submitted
    /// from now on and wait.
    ///
    /// @param context loads the native library; called on a thread of its own, and closed with the lanes
    /// @param count number of lanes: as many as cores less one is what leaves room for everything else
    /// @param changed told when a model is served, demoted, promoted, swapped or unloaded; must not block
    public Lanes(Supplier<PlanContext> context, List<ModelSource> sources, int count, Consumer<ModelStatus> changed) {
        if (count < 1) {
            throw new IllegalArgumentException("lanes: expected at least 1, got " + count);
        }
        this.lanes = IntStream.range(0, count).mapToObj(i -> new Lane(gate)).toList();
        this.changed = changed;
        this.context = CompletableFuture.supplyAsync(context, opening);
        sources.forEach(source -> keepers.put(source.name(), keeper(source)));
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().name("lane-" + i).daemon().start(lanes.get(i)));
        }
        this.ready = openAll(sources);
        sources.stream()
                .filter(source -> source.options().lazy())
                .forEach(source -> keeperThread.run(keeper(source.name())::tell));
        keeperThread.every(LOOK, () -> keepers.values().forEach(ModelKeeper::look));
        deadlines.every(LOOK, () -> {
            keepers.values().forEach(keeper -> keeper.slot().expireParked());
            lanes.forEach(Lane::expireWaiting);
        });
    }

    private ModelKeeper keeper(ModelSource source) {
        ModelSlot slot = new ModelSlot(source.name(), source.options(), this::deliver, this::open, this::demoted);
        return new ModelKeeper(slot, source.bundle(), this::context, lanes, keeperThread, changed);
    }

    /// Opens the bundles side by side and plans them one after the other.
    private CompletableFuture<List<ModelStatus>> openAll(List<ModelSource> sources) {
        List<CompletableFuture<ModelStatus>> served = sources.stream()
                .filter(source -> !source.options().lazy())
                .map(source -> serve(source))
                .toList();
        // Without the native library nothing is ready, even where every model is lazy.
        return CompletableFuture.allOf(
                        Stream.concat(Stream.of(context), served.stream()).toArray(CompletableFuture[]::new))
                .thenApply(all -> served.stream().map(CompletableFuture::join).toList())
                .whenComplete((all, failure) -> {
                    if (failure != null) {
                        keepers.values().forEach(keeper -> keeper.slot().failed());
                    }
                });
    }

    private CompletableFuture<ModelStatus> serve(ModelSource source) {
        CompletableFuture<Bundle> bundle = CompletableFuture.supplyAsync(source.bundle(), opening);
        return bundle.thenCombine(context, (opened, loaded) -> opened)
                .thenComposeAsync(opened -> keeper(source.name()).serve(opened), keeperThread.executor())
                .whenComplete((status, failure) -> {
                    if (failure != null) {
                        bundle.thenAccept(opened -> opened.modelFile().closeUnlessOwned())
                                .exceptionally(toldByReady -> null);
                    }
                });
    }

    /// Completed when every model that is not lazy is planned and built on every lane: what is served, in the
    /// order of configuration. Completed with an [io.edgewise.inference.InferenceException] when one can't be
    /// used on this board; then jobs are refused.
    public CompletableFuture<List<ModelStatus>> ready() {
        return ready.copy();
    }

    /// Hands a job to its lane. Never blocks; the job's `done` is called in any case.
    public <R> void submit(LaneJob<R> job) {
        ModelKeeper keeper = keepers.get(job.model());
        if (keeper == null) {
            job.done().accept(new LaneOutcome.Failed<>(unknown(job.model())));
        } else {
            keeper.slot().admit(new WaitingJob<>(job, keeper.slot()));
        }
    }

    private IllegalArgumentException unknown(String model) {
        return new IllegalArgumentException("no model \"" + model + "\" is loaded (have: " + keepers.keySet() + ")");
    }

    private ModelKeeper keeper(String model) {
        return Optional.ofNullable(keepers.get(model)).orElseThrow(() -> unknown(model));
    }

    private void deliver(WaitingJob<?> job) {
        if (!laneFor(job.key()).queue().offer(job)) {
            job.refuse();
        }
    }

    private Lane laneFor(String key) {
        return key.isEmpty()
                ? lanes.stream()
                        .min(Comparator.comparingInt(lane -> lane.queue().size()))
                        .orElseThrow()
                : lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
    }

    private void open(ModelSlot slot) {
        keeperThread.run(() -> keeper(slot.name()).open());
    }

    private void demoted(ModelSlot slot) {
        keeperThread.run(() -> keeper(slot.name()).demoted());
    }

    /// Serves another version of a model in place of the present one. Jobs that wait are answered by the one or
    /// the other, none is lost, and jobs of one key keep their order. The former version is freed when the last
    /// lane has left it.
    ///
    /// @param next opens and checks the bundle
    /// @return completed when every lane runs it; failed when it can't be used, and then nothing has changed,
    /// or when it can be but a lane can't build it, and then that lane says so in the log and goes on with the
    /// former one
    public CompletableFuture<ModelStatus> swap(String model, Supplier<Bundle> next) {
        ModelKeeper keeper = keeper(model);
        return CompletableFuture.completedFuture(next).thenComposeAsync(keeper::swap, keeperThread.executor());
    }

    /// Takes one more model on, under a name that none has. Jobs for it may be submitted from now on and wait.
    ///
    /// @return completed when it is served, or at once when it is lazy; failed when it can't be used on this
    /// board, and then it is to be removed
    public CompletableFuture<Void> add(ModelSource source) {
        ModelKeeper added = keeper(source);
        if (keepers.putIfAbsent(source.name(), added) != null) {
            throw new IllegalArgumentException("a model \"" + source.name() + "\" is there already");
        }
        if (source.options().lazy()) {
            return CompletableFuture.runAsync(added::tell, keeperThread.executor());
        }
        return serve(source).thenAccept(status -> {});
    }

    /// Lets a model go. Jobs that still wait for it are refused.
    ///
    /// @return completed when the lanes have let go of it
    public CompletableFuture<Void> remove(String model) {
        ModelKeeper removed = keeper(model);
        keepers.remove(model);
        return CompletableFuture.completedFuture(removed)
                .thenComposeAsync(ModelKeeper::remove, keeperThread.executor());
    }

    /// How hard the lanes may work from now on: each takes it up with its next pass.
    public void pace(Pace pace) {
        gate.pace(pace);
        lanes.forEach(lane -> lane.queue().pace(pace));
    }

    /// How long the lane that is longest at one thing has been at it: a lane that hangs, in a native library say,
    /// does not come back.
    public Duration longestTurn() {
        return lanes.stream().map(Lane::busyFor).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /// Jobs that wait at this moment.
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.queue().size()).sum()
                + keepers.values().stream()
                        .mapToInt(keeper -> keeper.slot().parked())
                        .sum();
    }

    /// How many lanes there are.
    public int count() {
        return lanes.size();
    }

    /// The native library and what was learnt about this board.
    ///
    /// @throws io.edgewise.inference.NativeLibraryException when it can't be loaded
    public PlanContext context() {
        try {
            return context.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Refuses new jobs, finishes those that wait, and frees the models.
    @Override
    public void close() {
        keeperThread.close();
        deadlines.close();
        lanes.forEach(lane -> lane.queue().close());
        gate.pace(Pace.FULL); // what is left is to end soon
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= join(thread);
        }
        keepers.values().forEach(keeper -> keeper.slot().failed());
        if (ended) {
            keepers.values().forEach(ModelKeeper::close);
        }
        context.thenAccept(PlanContext::close).exceptionally(toldByReady -> null);
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
