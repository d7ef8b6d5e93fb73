// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.lane.Priority;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// A text to be written by a [GeneratorLane]. Immutable but for [#cancel].
public final class WritingJob {
    private final Function<TokenBytes, GenerationRequest> request;
    private final Priority priority;
    private final long deadlineNanos;
    private final Consumer<String> news;
    private final Consumer<WritingOutcome> done;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /// @param request made when its turn comes, by the tokens of the bundle that runs by then
    /// @param priority among other jobs that wait
    /// @param deadlineNanos the [System#nanoTime] at which nobody wants the answer any more
    /// @param news told what is certain of the text, as it comes, on the lane's thread: it must not block
    /// @param done called exactly once, on the lane's thread: it must not block
    public WritingJob(
            Function<TokenBytes, GenerationRequest> request,
            Priority priority,
            long deadlineNanos,
            Consumer<String> news,
            Consumer<WritingOutcome> done) {
        this.request = request;
        this.priority = priority;
        this.deadlineNanos = deadlineNanos;
        this.news = news;
        this.done = done;
    }

    /// Nobody wants the text any more: it ends before the next call of the model, as
    /// [WritingOutcome.Cancelled]. From any thread; without effect once it is done.
    public void cancel() {
        cancelled.set(true);
    }

    /// Whether somebody has.
    public boolean isCancelled() {
        return cancelled.get();
    }

    /// What is to be written, with the tokens of a bundle.
    public GenerationRequest request(TokenBytes tokens) {
        return request.apply(tokens);
    }

    Priority priority() {
        return priority;
    }

    /// Whether it is cancelled, or too late.
    boolean isUnwanted(long nanoTime) {
        return isCancelled() || nanoTime - deadlineNanos >= 0;
    }

    /// Tells what is certain of the text now, on behalf of a lane.
    public void tell(String text) {
        if (!text.isEmpty()) {
            news.accept(text);
        }
    }

    /// Ends it, on behalf of a lane.
    public void end(WritingOutcome outcome) {
        done.accept(outcome);
    }
}
