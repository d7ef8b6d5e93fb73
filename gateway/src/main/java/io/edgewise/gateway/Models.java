// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.gateway.route.Inference;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.RememberedDigests;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.Lanes;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configured bundles on the lanes and generators that run them. Opened and tested in the background: jobs
/// that come earlier wait in order.
///
/// Thread-safe; models are added, swapped and removed by one thread at a time.
public final class Models implements Inference, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final Map<String, BundleDescriptor> descriptors = new ConcurrentSkipListMap<>();
    private final FileDigests digests;
    private final Lanes lanes;
    private final Generators generators;

    private Models(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Map<String, GeneratorConfiguration> writing,
            Path cache,
            FileDigests digests,
            Consumer<ModelStatus> changed,
            GeneratorEvents events) {
        this.digests = digests;
        configured.forEach((name, model) -> descriptors.put(name, model.describe()));
        List<ModelSource> sources = new ArrayList<>();
        configured.forEach((name, model) -> sources.add(source(name, model)));
        this.lanes = new Lanes(() -> context(inference, cache, digests), sources, inference.laneCount(), changed);
        this.generators = new Generators(writing, digests, lanes::context, events);
    }

    /// Begins to load the native library and to open every bundle, side by side (see [#ready]).
    ///
    /// @param changed told when a model is served, demoted, promoted or unloaded; must not block
    /// @throws io.edgewise.inference.bundle.BundleException when a `bundle.json` can't be read
    public static Models open(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Consumer<ModelStatus> changed) {
        return open(inference, configured, Map.of(), changed, GeneratorEvents.NONE);
    }

    /// The same with generators.
    ///
    /// @param events told how the generators are and what becomes of their texts
    /// @throws io.edgewise.inference.bundle.BundleException when a `bundle.json` can't be read
    public static Models open(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Map<String, GeneratorConfiguration> writing,
            Consumer<ModelStatus> changed,
            GeneratorEvents events) {
        Path cache = NativeLibrary.usableFolder(NativeLibrary.defaultCache(System.getenv()));
        return new Models(inference, configured, writing, cache, new RememberedDigests(cache), changed, events);
    }

    /// The same with a way to know digests.
    ///
    /// @param cache where the native library is unpacked, and what is learnt about the board is kept
    public static Models open(
            InferenceConfiguration inference,
            Map<String, ModelConfiguration> configured,
            Map<String, GeneratorConfiguration> writing,
            Path cache,
            FileDigests digests,
            Consumer<ModelStatus> changed,
            GeneratorEvents events) {
        return new Models(inference, configured, writing, cache, digests, changed, events);
    }

    private ModelSource source(String name, ModelConfiguration model) {
        return new ModelSource(name, () -> model.open(digests), model.options());
    }

    /// Takes one more model on, and waits until it is served, unless it is lazy.
    ///
    /// @throws io.edgewise.inference.InferenceException when it can't be used on this board; then it is not
    /// there
    void add(String name, ModelConfiguration model) {
        BundleDescriptor descriptor = model.describe();
        try {
            join(lanes.add(source(name, model)));
            descriptors.put(name, descriptor);
        } catch (RuntimeException e) {
            remove(name);
            throw e;
        }
    }

    /// Serves another version of a model, without a text being lost, and waits until every lane does.
    ///
    /// @throws io.edgewise.inference.InferenceException when it can't be used; then the former one goes on
    void swap(String name, ModelConfiguration model) {
        BundleDescriptor descriptor = model.describe();
        ModelStatus served = join(lanes.swap(name, () -> model.open(digests)));
        LOG.atDebug().log("swapped: {}", served.sentence());
        descriptors.put(name, descriptor);
    }

    /// Lets a model go that no route uses any more.
    void remove(String name) {
        descriptors.remove(name);
        join(lanes.remove(name));
    }

    private static <T> T join(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static PlanContext context(InferenceConfiguration inference, Path cache, FileDigests digests) {
        NativeLibrary library =
                inference.library().map(NativeLibrary::at).orElseGet(() -> NativeLibrary.shipped(cache, digests));
        return PlanContext.of(TensorFlowLite.load(library), cache, digests);
    }

    @Override
    public <R> void submit(LaneJob<R> job) {
        lanes.submit(job);
    }

    @Override
    public void write(String generator, WritingJob job) {
        generators.write(generator, job);
    }

    /// Completed when every model that is not lazy is built and its golden tests passed on this board;
    /// completed with an [io.edgewise.inference.InferenceException] when one can't be used.
    public CompletableFuture<List<ModelStatus>> ready() {
        return lanes.ready();
    }

    /// Waits for [#ready].
    ///
    /// @throws io.edgewise.inference.InferenceException when a bundle or the native library can't be used
    public List<ModelStatus> awaitReady() {
        List<ModelStatus> read = join(ready());
        generators.awaitReady();
        return read;
    }

    /// What the bundles say of themselves, by configured name.
    public Map<String, BundleDescriptor> descriptors() {
        return Collections.unmodifiableMap(descriptors);
    }

    /// The native library and the workers of delegates.
    ///
    /// @throws io.edgewise.inference.InferenceException when the library can't be loaded
    public PlanContext context() {
        return lanes.context();
    }

    /// How many lanes there are.
    int laneCount() {
        return lanes.count();
    }

    /// How hard the lanes may work from now on.
    void pace(Pace pace) {
        lanes.pace(pace);
        generators.pace(pace);
    }

    /// How long the lane that is longest at one thing has been at it.
    Duration longestTurn() {
        Duration reading = lanes.longestTurn();
        Duration writing = generators.longestTurn();
        return reading.compareTo(writing) > 0 ? reading : writing;
    }

    /// How a generator is at this moment.
    public GeneratorStatus generator(String name) {
        return generators.status(name);
    }

    /// How each generator is at this moment.
    List<GeneratorStatus> generators() {
        return generators.statuses();
    }

    /// Jobs that wait at this moment.
    public int waiting() {
        return lanes.waiting() + generators.waiting();
    }

    /// Finishes what waits and frees the models.
    @Override
    public void close() {
        generators.close();
        lanes.close();
    }
}
