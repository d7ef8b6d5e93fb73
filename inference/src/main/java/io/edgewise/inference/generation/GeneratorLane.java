// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.WritingQueue.Waiting;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.tflite.OwnThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A generator with a thread of its own, which the texts that are under way share fairly: each gets one call of
/// the model in turn. It lets the lanes of encoders have the processor first, so that a text that is written
/// for seconds delays none that is read in a millisecond.
///
/// Thread-safe. Owns the generator.
public final class GeneratorLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorLane.class);

    /// On a hot board texts become shorter, but none shorter than this because of it.
    private static final int LEAST_TOKENS = 16;

    private static final String CLOSED = "the generator is closed";

    private final String name;
    private final WritingQueue queue;
    private final Supplier<Generator> opening;
    private final GeneratorJournal journal;
    private final CompletableFuture<GeneratorReceipt> ready = new CompletableFuture<>();
    /// Touched by the lane's thread alone.
    private final List<UnderWay> underWay = new ArrayList<>();
    private final Thread thread;
    private volatile long turnBegan;

    private record UnderWay(Waiting waiting, Generation generation, long begin) {}

    /// Opens a generator on a thread of its own, in the background.
    ///
    /// @param name of the thread
    /// @param opening called on that thread
    /// @param mostWaiting jobs that may wait
    public GeneratorLane(String name, Supplier<Generator> opening, int mostWaiting) {
        this(name, opening, mostWaiting, GeneratorEvents.NONE);
    }

    /// The same for somebody who wants to know how it goes.
    public GeneratorLane(String name, Supplier<Generator> opening, int mostWaiting, GeneratorEvents events) {
        this.name = name;
        this.queue = new WritingQueue(mostWaiting);
        this.opening = opening;
        this.journal = new GeneratorJournal(name, queue::waiting, events);
        this.thread = Thread.ofPlatform().name("generator-" + name).daemon().start(this::run);
    }

    /// Completed when the model is built and its golden prompts passed on this board; completed with an
    /// [io.edgewise.inference.InferenceException] when it can't be used.
    public CompletableFuture<GeneratorReceipt> ready() {
        return ready.copy();
    }

    /// Takes a job, before the model is ready too.
    public void submit(WritingJob job) {
        queue.offer(job, System.nanoTime()).ifPresent(why -> end(job, new WritingOutcome.Refused(why)));
    }

    /// How hard it may work from now on: it rests after each call, begins only what is important enough, and
    /// writes shorter texts where they may be cut off.
    public void pace(Pace pace) {
        queue.pace(pace);
    }

    /// Jobs that wait at this moment.
    public int waiting() {
        return queue.waiting();
    }

    /// How it is at this moment.
    public GeneratorStatus status() {
        return journal.status();
    }

    /// How long the present call of the model has been running.
    public Duration turn() {
        long began = turnBegan;
        return began == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }

    private void run() {
        OwnThread.giveWay();
        try (Generator generator = opening.get()) {
            outlive("its state", () -> journal.opened(generator.receipt()));
            ready.complete(generator.receipt());
            serve(generator);
        } catch (RuntimeException | Error e) {
            if (ready.completeExceptionally(e)) { // told by whoever waits for it
                failed(e);
                refuseAll("generator " + name + " can't be used: " + e.getMessage());
            } else {
                LOG.atError().setCause(e).log("generator {} was not closed in order", name);
            }
        }
    }

    /// Ends what is under way in any case, before the generator is closed.
    private void serve(Generator generator) {
        try {
            while (!queue.isClosed()) {
                queue.removeUnwanted(System.nanoTime()).forEach(job -> end(job, unwanted(job)));
                admit(generator);
                for (UnderWay one : List.copyOf(underWay)) {
                    if (goOn(generator, one)) {
                        underWay.remove(one);
                        journal.underWay(underWay.size());
                    }
                }
            }
            refuseAll(CLOSED);
        } catch (RuntimeException | Error e) {
            failed(e);
            LOG.atError().setCause(e).log("generator {} failed; its texts wait for a restart of the gateway", name);
            refuseAll("generator " + name + " failed");
        }
    }

    private void failed(Throwable e) {
        String reason = e instanceof InferenceException ? String.valueOf(e.getMessage()) : e.toString();
        outlive("its state", () -> journal.failed(reason));
    }

    private static WritingOutcome unwanted(WritingJob job) {
        return job.isCancelled() ? new WritingOutcome.Cancelled() : new WritingOutcome.Expired();
    }

    private void admit(Generator generator) {
        while (generator.hasRoom()) {
            Optional<Waiting> next = queue.next(underWay.isEmpty());
            if (next.isEmpty()) {
                return;
            }
            begin(generator, next.get()).ifPresent(underWay::add);
            journal.underWay(underWay.size());
        }
    }

    private Optional<UnderWay> begin(Generator generator, Waiting waiting) {
        WritingJob job = waiting.job();
        long now = System.nanoTime();
        try {
            turnBegan = now;
            return Optional.of(new UnderWay(waiting, generator.begin(paced(job.request(generator.tokens()))), now));
        } catch (RuntimeException | Error e) {
            end(job, new WritingOutcome.Failed(e));
            return Optional.empty();
        } finally {
            turnBegan = 0;
        }
    }

    /// Half an answer of a form is none, so it keeps its length.
    private GenerationRequest paced(GenerationRequest request) {
        double duty = queue.pace().duty();
        int most = request.limits().tokens();
        int tokens = Math.min(most, Math.max(LEAST_TOKENS, (int) (most * duty)));
        return tokens == most || request.grammar().isPresent()
                ? request
                : request.with(new Limits(tokens, request.limits().time()));
    }

    /// One call of the model for one text.
    ///
    /// @return whether the text has ended
    private boolean goOn(Generator generator, UnderWay one) {
        WritingJob job = one.waiting().job();
        if (job.isUnwanted(System.nanoTime())) {
            return end(one, unwanted(job));
        }
        long began = System.nanoTime();
        try {
            turnBegan = began;
            job.tell(one.generation().advance());
        } catch (RuntimeException | Error e) {
            // A defect that one text shows must not end the others.
            return end(one, new WritingOutcome.Failed(e));
        } finally {
            turnBegan = 0;
        }
        queue.rest(System.nanoTime() - began);
        return one.generation().isDone() && end(one, written(generator, one));
    }

    private static WritingOutcome written(Generator generator, UnderWay one) {
        return new WritingOutcome.Written(
                one.generation().result(),
                generator.bundle().descriptor().id(),
                Duration.ofNanos(one.begin() - one.waiting().since()),
                Duration.ofNanos(System.nanoTime() - one.begin()));
    }

    private boolean end(UnderWay one, WritingOutcome outcome) {
        one.generation().close();
        end(one.waiting().job(), outcome);
        return true;
    }

    private void end(WritingJob job, WritingOutcome outcome) {
        outlive("the end of a text", () -> journal.ended(outcome));
        outlive("the end of a text", () -> job.end(outcome));
    }

    /// The lane outlives whatever those do who are told.
    private void outlive(String what, Runnable end) {
        try {
            end.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("internal error in generator {}: {} was not taken", name, what);
        }
    }

    private void refuseAll(String why) {
        queue.close();
        underWay.forEach(one -> end(one, new WritingOutcome.Refused(why)));
        underWay.clear();
        for (Optional<Waiting> next = queue.next(false); next.isPresent(); next = queue.next(false)) {
            end(next.get().job(), new WritingOutcome.Refused(why));
        }
    }

    /// Gives up what waits and what is under way, each as [WritingOutcome.Refused], since a text takes long;
    /// and frees the model.
    ///
    /// @throws CompletionException when the thread was interrupted
    @Override
    public void close() {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("closing generator " + name + " was interrupted", e);
        }
    }
}
