// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.ExampleClassifier;
import io.edgewise.inference.task.TaskFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// A step's example sentences as vectors of the bundle that is served: each is embedded once, on the lanes, and
/// again when another version of the bundle answers.
///
/// Thread-safe: one field, guarded by the lock of this object, under which nothing waits.
final class LearntExamples {
    /// An hour: nobody waits for an example alone.
    private static final long PATIENCE_NANOS = 3_600_000_000_000L;

    /// During a swap, one lane may still answer with the former bundle.
    private static final int VERSIONS = 2;

    private final String model;
    private final TaskFactory<Embedding> task;
    private final Map<String, List<String>> examples;
    private final LinkedHashMap<String, Lesson> lessons = new LinkedHashMap<>();

    private static final class LanesClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    LearntExamples(String model, TaskFactory<Embedding> task, Map<String, List<String>> examples) {
        this.model = model;
        this.task = task;
        this.examples = examples;
    }

    /// Tells a text what a bundle made of the examples. Those that could not be embedded are tried again at the
    /// next call.
    ///
    /// @param bundle name and version
    /// @param key of the text: its lane has the bundle already
    void with(String bundle, String key, Inference inference, Consumer<Lesson.Result> text) {
        Lesson lesson;
        boolean isNew;
        synchronized (this) { // lanes and whoever prepares ask at once
            Lesson known = lessons.get(bundle);
            if (known == null || known.wasInVain()) {
                isNew = true;
                lesson = new Lesson();
                lessons.put(bundle, lesson);
                if (lessons.size() > VERSIONS) {
                    lessons.remove(lessons.firstEntry().getKey());
                }
            } else {
                isNew = false;
                lesson = known;
            }
        }
        lesson.then(text);
        if (isNew) {
            embed(bundle, key, inference)
                    .thenAccept(classifier -> lesson.end(new Lesson.Result.Learnt(classifier)))
                    .exceptionally(failure -> {
                        lesson.end(result(failure));
                        return null;
                    });
        }
    }

    private static Lesson.Result result(Throwable failure) {
        Throwable cause = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
        return cause instanceof LanesClosedException ? new Lesson.Result.Refused() : new Lesson.Result.Failed(cause);
    }

    private CompletableFuture<ExampleClassifier> embed(String bundle, String key, Inference inference) {
        Map<String, List<CompletableFuture<Embedding>>> vectors = new LinkedHashMap<>();
        List<CompletableFuture<Embedding>> all = new ArrayList<>();
        examples.forEach((name, texts) -> {
            List<CompletableFuture<Embedding>> ofClass = texts.stream()
                    .map(text -> embed(text, bundle, key, inference))
                    .toList();
            vectors.put(name, ofClass);
            all.addAll(ofClass);
        });
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<String, List<Embedding>> embedded = new LinkedHashMap<>();
            vectors.forEach((name, ofClass) -> embedded.put(
                    name, ofClass.stream().map(CompletableFuture::join).toList()));
            return ExampleClassifier.of(embedded);
        });
    }

    private CompletableFuture<Embedding> embed(String text, String bundle, String key, Inference inference) {
        CompletableFuture<Embedding> vector = new CompletableFuture<>();
        inference.submit(new LaneJob<>(
                model, task, text, key, Priority.NORMAL, Instant.now(), System.nanoTime() + PATIENCE_NANOS, outcome -> {
                    switch (outcome) {
                        case LaneOutcome.Answered<Embedding> said
                        when said.bundle().equals(bundle) -> vector.complete(said.answer());
                        case LaneOutcome.Refused<Embedding> refused ->
                            vector.completeExceptionally(new LanesClosedException());
                        case LaneOutcome.Failed<Embedding> failed -> vector.completeExceptionally(failed.cause());
                        default ->
                            vector.completeExceptionally(new IllegalStateException(
                                    "an example of model \"" + model + "\" was not embedded by " + bundle + ": "
                                            + outcome.getClass().getSimpleName()));
                    }
                }));
        return vector;
    }
}
