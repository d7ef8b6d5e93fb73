// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.TaskFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Makes jobs and writes down what becomes of them. Thread-safe.
final class Journey {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private record Entry(String text, LaneOutcome<?> outcome) {}

    private static final TaskFactory<Moderation> MODERATION =
            new TaskFactory<>(bundle -> new ModerationTask(bundle, Map.of()));
    private static final TaskFactory<Extraction> EXTRACTION = new TaskFactory<>(
            bundle -> new ExtractionTask(bundle, Set.of(), new PatternExtractor(PatternOptions.defaults()), 0));

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    LaneJob<Moderation> moderation(String text, String key) {
        return moderation("moderation", text, key);
    }

    LaneJob<Moderation> moderation(String model, String text, String key) {
        return job(model, text, key, Duration.ofMinutes(1), outcome -> entries.add(new Entry(text, outcome)));
    }

    LaneJob<Moderation> moderation(String model, String text, String key, Duration limit) {
        return job(model, text, key, limit, outcome -> entries.add(new Entry(text, outcome)));
    }

    LaneJob<Moderation> moderation(String text, String key, Consumer<LaneOutcome<Moderation>> done) {
        return job("moderation", text, key, Duration.ofMinutes(1), done);
    }

    /// Its deadline has passed.
    LaneJob<Moderation> late(String text) {
        return job("moderation", text, "", Duration.ofNanos(-1), outcome -> entries.add(new Entry(text, outcome)));
    }

    LaneJob<Extraction> extraction(String text, String key) {
        return new LaneJob<>(
                "extraction",
                EXTRACTION,
                text,
                key,
                Priority.NORMAL,
                NOW,
                System.nanoTime() + Duration.ofMinutes(1).toNanos(),
                outcome -> entries.add(new Entry(text, outcome)));
    }

    /// Keeps a lane busy until the latch is counted down, so that what is submitted meanwhile waits together.
    CountDownLatch hold(Lanes lanes) {
        CountDownLatch open = new CountDownLatch(1);
        lanes.submit(moderation("first", "", outcome -> {
            awaitUninterruptibly(open);
            entries.add(new Entry("first", outcome));
        }));
        return open;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    LaneJob<Moderation> ofPriority(Priority priority, String text) {
        return ofPriority(priority, text, "", Duration.ofMinutes(1));
    }

    LaneJob<Moderation> ofPriority(Priority priority, String text, String key, Duration limit) {
        LaneJob<Moderation> normal = moderation("moderation", text, key, limit);
        return new LaneJob<>(
                normal.model(),
                normal.task(),
                normal.text(),
                normal.key(),
                priority,
                normal.received(),
                normal.deadlineNanos(),
                normal.done());
    }

    private LaneJob<Moderation> job(
            String model, String text, String key, Duration limit, Consumer<LaneOutcome<Moderation>> done) {
        return new LaneJob<>(
                model, MODERATION, text, key, Priority.NORMAL, NOW, System.nanoTime() + limit.toNanos(), done);
    }

    /// In the order in which they ended.
    List<LaneOutcome<?>> outcomes() {
        return List.copyOf(entries.stream().map(Entry::outcome).toList());
    }

    List<String> texts() {
        return entries.stream().map(Entry::text).toList();
    }

    List<Moderation> moderations() {
        return entries.stream()
                .map(Entry::outcome)
                .filter(LaneOutcome.Answered.class::isInstance)
                .map(outcome -> (Moderation) ((LaneOutcome.Answered<?>) outcome).answer())
                .toList();
    }
}
