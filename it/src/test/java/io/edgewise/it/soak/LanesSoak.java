// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.lane.Lanes;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.TaskFactory;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.it.Footprint;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.delegate.TestDelegate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passes without end over both bundles that ship, texts of 1 to 512 tokens in random order, while bundles are
/// swapped and a vendor's delegate fails and comes back. Memory, mappings, handles and threads must be flat.
/// `./edgewise soak [PASSES]`; bounded by the number of passes and by four hours.
class LanesSoak {
    private static final long PASSES = Long.getLong("soak.passes", 1_000_000);
    private static final long SEED = Long.getLong("soak.seed", 20_261_129);
    private static final Duration LIMIT = Duration.ofHours(4);
    private static final int IN_FLIGHT = 64;
    private static final int SAMPLES = 50;
    /// Of the passes, what is left out before memory is compared: caches and pools fill up.
    private static final double WARM_UP = 0.2;

    private static final long TOLERATED_KB = 16 << 10;
    /// A worker more or less.
    private static final long TOLERATED = 12;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicLong passes = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong notAnswered = new AtomicLong();
    private final AtomicLong demotions = new AtomicLong();
    private final AtomicLong promotions = new AtomicLong();
    private final List<Footprint> samples = new ArrayList<>();
    private final TaskFactory<Moderation> moderation =
            new TaskFactory<>(bundle -> new ModerationTask(bundle, Map.of()));
    private final TaskFactory<Extraction> extraction = new TaskFactory<>(
            bundle -> new ExtractionTask(bundle, Set.of(), new PatternExtractor(PatternOptions.defaults()), 0));

    private VendorDelegate vendor() {
        return new VendorDelegate(
                "npu",
                TestDelegate.C.compileTo(folder),
                Map.of("dynamic", "1"),
                List.of(),
                false,
                Duration.ofSeconds(10),
                Duration.ofMillis(500));
    }

    private static Bundle bundle(String name) {
        return Bundle.open(ProjectRoot.path("models").resolve(name));
    }

    private PlanContext context() {
        Path cache = folder.resolve("cache");
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(cache));
        return PlanContext.of(lite, cache, FileDigests.READING);
    }

    private void changed(ModelStatus status) {
        switch (status.service()) {
            case Service.Demoted demoted -> demotions.incrementAndGet();
            case Service.AsPlanned planned -> promotions.incrementAndGet();
            default -> throw new AssertionError(status);
        }
    }

    @Test
    void memoryHandlesAndThreadsStayFlat() throws InterruptedException {
        VendorDelegate vendor = vendor();
        ModelOptions onVendor = ModelOptions.DEFAULT.on(Candidates.parse(List.of("npu"), List.of(vendor)));
        List<ModelSource> sources = List.of(
                new ModelSource("moderation", () -> bundle("moderation"), onVendor),
                new ModelSource("extraction", () -> bundle("extraction"), ModelOptions.DEFAULT));
        Instant end = Instant.now().plus(LIMIT);
        System.out.println("seed " + SEED + ", " + PASSES + " passes");
        try (Lanes lanes = new Lanes(this::context, sources, 2, this::changed)) {
            lanes.ready().join();
            for (int sample = 1; sample <= SAMPLES && Instant.now().isBefore(end); sample++) {
                disturb(lanes, vendor, sample);
                feed(lanes, PASSES * sample / SAMPLES);
                take(lanes);
            }
        }
        report();
    }

    /// What happens between two samples: a kill, a swap to the small bundle, one back.
    private void disturb(Lanes lanes, VendorDelegate vendor, int sample) {
        switch (sample % 3) {
            case 0 -> lanes.context().hosts().of(vendor).kill();
            case 1 -> lanes.swap("moderation", () -> bundle("moderation-small")).join();
            default -> {
                lanes.swap("extraction", () -> bundle(sample % 2 == 0 ? "extraction-small" : "extraction"))
                        .join();
                lanes.swap("moderation", () -> bundle("moderation")).join();
            }
        }
    }

    private void feed(Lanes lanes, long until) throws InterruptedException {
        while (passes.get() < until) {
            room.acquire();
            if (random.nextBoolean()) {
                submit(lanes, "moderation", moderation, text());
            } else {
                submit(lanes, "extraction", extraction, text());
            }
        }
    }

    private <R> void submit(Lanes lanes, String model, TaskFactory<R> task, String text) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        lanes.submit(new LaneJob<>(model, task, text, "", Priority.NORMAL, Instant.now(), deadline, this::done));
    }

    private <R> void done(LaneOutcome<R> outcome) {
        if (outcome instanceof LaneOutcome.Answered<R> said) {
            answered.incrementAndGet();
            passes.addAndGet(said.windows());
        } else {
            notAnswered.incrementAndGet();
        }
        room.release();
    }

    /// Half of the texts are as short as commands, four in ten as chat, the rest up to 512 tokens.
    private String text() {
        int kind = random.nextInt(10);
        int tokens = kind < 5 ? 1 + random.nextInt(32) : kind < 9 ? 33 + random.nextInt(96) : 129 + random.nextInt(384);
        StringBuilder text = new StringBuilder();
        for (int i = 2; i < tokens; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    private static final String[] WORDS = {
        "the", "pump", "is", "leaking", "oil", "replace", "seal", "now", "please", "call", "north", "gate", "turn",
                "on",
        "light", "kitchen", "you", "idiot", "stop", "at", "ten", "tomorrow", "5", "bar", "motor", "hot", "and", "loud"
    };

    /// When nothing is in work, so that samples can be compared.
    private void take(Lanes lanes) throws InterruptedException {
        room.acquire(IN_FLIGHT);
        System.gc();
        Footprint now = Footprint.now();
        samples.add(now);
        room.release(IN_FLIGHT);
        System.out.printf(
                Locale.ROOT,
                "%9d passes, %9d texts, %3d demotions, %3d promotions and swaps, %d waiting: %s%n",
                passes.get(),
                answered.get(),
                demotions.get(),
                promotions.get(),
                lanes.waiting(),
                now);
    }

    /// The first third after the warm-up against the last: what grows a little each time shows, and what comes
    /// and goes, as a worker's sockets do, doesn't.
    private void report() {
        List<Footprint> steady = samples.subList((int) (samples.size() * WARM_UP), samples.size());
        List<Footprint> first = steady.subList(0, steady.size() / 3);
        List<Footprint> last = steady.subList(steady.size() - steady.size() / 3, steady.size());
        assertThat(passes).as("within %s", LIMIT).hasValueGreaterThanOrEqualTo(PASSES);
        assertThat(notAnswered).hasValue(0);
        assertThat(demotions).hasPositiveValue();
        assertFlat("anonymous memory, KB", first, last, Footprint::anonymousKb, TOLERATED_KB);
        assertFlat("mappings", first, last, Footprint::mappings, TOLERATED);
        assertFlat("handles", first, last, Footprint::handles, TOLERATED);
        assertFlat("threads", first, last, Footprint::threads, TOLERATED);
    }

    private static void assertFlat(
            String what, List<Footprint> first, List<Footprint> last, ToLongFunction<Footprint> measure, long most) {
        long before = median(first, measure);
        long after = median(last, measure);
        System.out.printf(
                Locale.ROOT, "%s: median %d in the first third after warm-up, %d in the last%n", what, before, after);
        assertThat(after - before).as("growth of %s", what).isLessThan(most);
    }

    private static long median(List<Footprint> footprints, ToLongFunction<Footprint> measure) {
        long[] sorted = footprints.stream().mapToLong(measure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
