// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.ExampleClassifier;
import io.edgewise.inference.task.TaskFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A step's example sentences as vectors of the bundle that is served: each is embedded once, and again when
/// another version of the bundle answers.
///
/// Thread-safe: one field, guarded by the lock of this object, which is held for no longer than it takes to
/// hand out jobs.
final class LearntExamples {
    /// An hour: nobody waits for an example alone.
    private static final long PATIENCE_NANOS = 3_600_000_000_000L;

    private final String model;
    private final TaskFactory<Embedding> task;
    private final Map<String, List<String>> examples;
    private Optional<Learning> current = Optional.empty();

    private record Learning(String bundle, CompletableFuture<ExampleClassifier> classifier) {}

    LearntExamples(String model, TaskFactory<Embedding> task, Map<String, List<String>> examples) {
        this.model = model;
        this.task = task;
        this.examples = examples;
    }

    /// The classifier of a bundle. Examples that could not be embedded are tried again at the next call.
    ///
    /// @param bundle name and version
    CompletableFuture<ExampleClassifier> of(String bundle, Inference inference) {
        CompletableFuture<ExampleClassifier> learning;
        synchronized (this) { // lanes and whoever prepares ask at once
            Optional<Learning> known = current.filter(l -> l.bundle().equals(bundle))
                    .filter(l -> !l.classifier().isCompletedExceptionally());
            if (known.isPresent()) {
                return known.get().classifier();
            }
            learning = new CompletableFuture<>();
            current = Optional.of(new Learning(bundle, learning));
        }
        embed(bundle, inference).whenComplete((classifier, failure) -> {
            if (failure == null) {
                learning.complete(classifier);
            } else {
                learning.completeExceptionally(failure);
            }
        });
        return learning;
    }

    private CompletableFuture<ExampleClassifier> embed(String bundle, Inference inference) {
        Map<String, List<CompletableFuture<Embedding>>> vectors = new LinkedHashMap<>();
        List<CompletableFuture<Embedding>> all = new ArrayList<>();
        examples.forEach((name, texts) -> {
            List<CompletableFuture<Embedding>> ofClass =
                    texts.stream().map(text -> embed(text, bundle, inference)).toList();
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

    private CompletableFuture<Embedding> embed(String text, String bundle, Inference inference) {
        CompletableFuture<Embedding> vector = new CompletableFuture<>();
        inference.submit(new LaneJob<>(
                model, task, text, "", Instant.now(), System.nanoTime() + PATIENCE_NANOS, outcome -> {
                    switch (outcome) {
                        case LaneOutcome.Answered<Embedding> said
                        when said.bundle().equals(bundle) -> vector.complete(said.answer());
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
