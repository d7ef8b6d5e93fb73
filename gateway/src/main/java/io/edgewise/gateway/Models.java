// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.route.Inference;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.RememberedDigests;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.lane.Lanes;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.lane.ModelStatus;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// The configured bundles and the lanes that run them. Opened and tested in the background: jobs that come
/// earlier wait in order.
///
/// Thread-safe: one lock guards the jobs that wait for the lanes.
public final class Models implements Inference, AutoCloseable {
    /// What is there once everything was opened.
    private record Opened(TensorFlowLite library, Lanes lanes) {}

    private final Map<String, BundleDescriptor> descriptors = new LinkedHashMap<>();
    private final CompletableFuture<Opened> opened;
    private final CompletableFuture<List<ModelStatus>> ready;
    private final Object lock = new Object();
    private final Deque<LaneJob<?>> early = new ArrayDeque<>();
    private Optional<Lanes> lanes = Optional.empty();
    private boolean failed;

    private Models(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Path cache,
            FileDigests digests) {
        configured.forEach((name, model) -> descriptors.put(name, Bundle.describe(model.bundle())));
        Executor threads = task -> Thread.ofPlatform().name("open-models").start(task);
        CompletableFuture<TensorFlowLite> library = CompletableFuture.supplyAsync(
                () -> TensorFlowLite.load(libraryFile(inference, cache, digests)), threads);
        Map<String, CompletableFuture<Bundle>> bundles = new LinkedHashMap<>();
        configured.forEach((name, model) ->
                bundles.put(name, CompletableFuture.supplyAsync(() -> Bundle.open(model.bundle(), digests), threads)));
        this.opened = CompletableFuture.allOf(bundles.values().toArray(CompletableFuture[]::new))
                .thenCombine(library, (all, loaded) -> start(loaded, configured, bundles, inference.laneCount()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        closeOpened(bundles.values());
                    }
                });
        this.ready = opened.thenCompose(open -> open.lanes().ready().thenApply(statuses -> {
                    release(open.lanes());
                    return statuses;
                }))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        refuseEarly();
                    }
                });
    }

    /// Begins to load the native library and to open every bundle, side by side (see [#ready]).
    ///
    /// @throws io.edgewise.inference.bundle.BundleException when a `bundle.json` can't be read
    public static Models open(InferenceConfiguration inference, Map<String, ModelConfiguration> configured) {
        Path cache = NativeLibrary.usableFolder(NativeLibrary.defaultCache(System.getenv()));
        return open(inference, configured, cache, new RememberedDigests(cache));
    }

    /// The same with a way to know digests.
    ///
    /// @param cache where the native library is unpacked
    public static Models open(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Path cache,
            FileDigests digests) {
        return new Models(inference, configured, cache, digests);
    }

    private static NativeLibrary libraryFile(InferenceConfiguration inference, Path cache, FileDigests digests) {
        return inference.library().map(NativeLibrary::at).orElseGet(() -> NativeLibrary.shipped(cache, digests));
    }

    private Opened start(
            TensorFlowLite library,
            Map<String, ModelConfiguration> configured,
            Map<String, CompletableFuture<Bundle>> bundles,
            int laneCount) {
        List<ModelSource> sources = new ArrayList<>();
        configured.forEach((name, model) -> {
            CompletableFuture<Bundle> bundle = bundles.get(name);
            if (bundle != null) {
                ModelOptions options = new ModelOptions(model.candidates(), model.deterministic(), model.allowSlow());
                sources.add(new ModelSource(name, bundle.join(), options));
            }
        });
        return new Opened(library, new Lanes(library, sources, laneCount));
    }

    /// No job reaches a model before its golden tests passed on this board: a wrong answer can't be taken back.
    private void release(Lanes tested) {
        synchronized (lock) {
            lanes = Optional.of(tested);
            early.forEach(tested::submit);
            early.clear();
        }
    }

    private void refuseEarly() {
        List<LaneJob<?>> refused;
        synchronized (lock) {
            failed = true;
            refused = new ArrayList<>(early);
            early.clear();
        }
        refused.forEach(Models::refuse);
    }

    private static <R> void refuse(LaneJob<R> job) {
        job.done().accept(new LaneOutcome.Refused<>());
    }

    private static void closeOpened(Iterable<CompletableFuture<Bundle>> bundles) {
        for (CompletableFuture<Bundle> bundle : bundles) {
            bundle.thenAccept(open -> open.modelFile().close()).exceptionally(reportedByReady -> null);
        }
    }

    @Override
    public <R> void submit(LaneJob<R> job) {
        boolean refused;
        synchronized (lock) {
            refused = failed;
            if (lanes.isPresent()) {
                lanes.get().submit(job);
            } else if (!refused) {
                early.add(job);
            }
        }
        if (refused) {
            refuse(job);
        }
    }

    /// Completed when every model is built and its golden tests passed on this board; completed with an
    /// [io.edgewise.inference.InferenceException] when one can't be used.
    public CompletableFuture<List<ModelStatus>> ready() {
        return ready.copy();
    }

    /// Waits for [#ready].
    ///
    /// @throws io.edgewise.inference.InferenceException when a bundle or the native library can't be used
    public List<ModelStatus> awaitReady() {
        try {
            return ready().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// What the bundles say of themselves, by configured name.
    public Map<String, BundleDescriptor> descriptors() {
        return descriptors;
    }

    /// The native library, once [#ready].
    public TensorFlowLite library() {
        return opened.join().library();
    }

    /// Jobs that wait at this moment.
    public int waiting() {
        synchronized (lock) {
            return lanes.map(Lanes::waiting).orElse(early.size());
        }
    }

    /// Finishes what waits and frees the models.
    @Override
    public void close() {
        opened.thenAccept(open -> open.lanes().close())
                .exceptionally(reportedByReady -> null)
                .join();
    }
}
