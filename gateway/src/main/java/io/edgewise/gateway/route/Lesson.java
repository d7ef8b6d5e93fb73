// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.inference.task.ExampleClassifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// What one bundle makes of a step's examples, and the texts that wait for it.
///
/// Texts are told in the order in which they came, also those that come while the first ones are told: the
/// callbacks of a `CompletableFuture` run in no order, and results of one topic leave in the order of its messages.
///
/// Thread-safe: its fields are guarded by its lock, which is never held while a text is told.
final class Lesson {
    /// How it ended.
    sealed interface Result {
        record Learnt(ExampleClassifier classifier) implements Result {}

        record Failed(Throwable cause) implements Result {}

        /// The lanes are closed.
        record Refused() implements Result {}
    }

    private final Deque<Consumer<Result>> waiting = new ArrayDeque<>();
    private Optional<Result> result = Optional.empty();
    private boolean telling;

    /// @param text told now, on this thread, or later, on the one that ends the lesson
    void then(Consumer<Result> text) {
        Result known;
        synchronized (this) {
            if (result.isEmpty() || telling) {
                waiting.add(text);
                return;
            }
            known = result.get();
        }
        text.accept(known);
    }

    /// Called once.
    void end(Result how) {
        synchronized (this) {
            result = Optional.of(how);
            telling = true;
        }
        for (Optional<Consumer<Result>> next = next(); next.isPresent(); next = next()) {
            next.get().accept(how);
        }
    }

    private synchronized Optional<Consumer<Result>> next() {
        Optional<Consumer<Result>> next = Optional.ofNullable(waiting.poll());
        telling = next.isPresent();
        return next;
    }

    /// Whether something could be gained by another one.
    synchronized boolean wasInVain() {
        return result.filter(how -> !(how instanceof Result.Learnt)).isPresent();
    }
}
