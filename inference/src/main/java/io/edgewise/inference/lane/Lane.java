// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread with its interpreters. Takes the next job, adds what else waits for the same model as far as the
/// pass has room, and never waits to fill a pass. A long text is read a window at a turn.
///
/// Everything but [#queue], [#busyFor] and [#expireWaiting] is confined to the lane's thread.
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneQueue queue = new LaneQueue();
    private final LaneModels models = new LaneModels();
    private final LaneGate gate;
    /// Since when it does what it does; empty while it waits.
    private volatile OptionalLong busySinceNanos = OptionalLong.empty();

    /// @param gate the one of all lanes
    Lane(LaneGate gate) {
        this.gate = gate;
    }

    LaneQueue queue() {
        return queue;
    }

    /// How long it has been at one thing: a pass, or the building of an interpreter. Any thread may ask.
    Duration busyFor() {
        OptionalLong since = busySinceNanos;
        return since.isPresent() ? Duration.ofNanos(System.nanoTime() - since.getAsLong()) : Duration.ZERO;
    }

    /// Has the lane take up what a model is assigned to now; returns at once.
    ///
    /// @return completed when it has; failed when it can't
    CompletableFuture<Void> follow(ModelSlot slot) {
        CompletableFuture<Void> followed = new CompletableFuture<>();
        boolean offered = queue.offer(() -> {
            try {
                models.follow(slot);
                followed.complete(null);
            } catch (Throwable t) {
                LOG.atDebug().setCause(t).log("a lane can't run model \"{}\" as it is assigned", slot.name());
                followed.completeExceptionally(t);
            }
        });
        if (!offered) {
            followed.completeExceptionally(new IllegalStateException("the lanes are closed"));
        }
        return followed;
    }

    /// Ends the jobs that nobody waits for any more and whose turn does not come now; returns at once.
    void expireWaiting() {
        if (gate.pace().holdsBack() && queue.size() > 0) {
            boolean offered = queue.offer(() -> queue.removeExpired().forEach(WaitingJob::expire));
            LOG.atTrace().log("a lane that is slowed down looks for expired jobs: {}", offered);
        }
    }

    @Override
    public void run() {
        try (models) {
            while (true) {
                busySinceNanos = OptionalLong.empty();
                switch (queue.next()) {
                    case LaneQueue.Turn.Job() -> turn();
                    case LaneQueue.Turn.Chore(Runnable task) -> {
                        busySinceNanos = OptionalLong.of(System.nanoTime());
                        task.run();
                    }
                    case LaneQueue.Turn.End() -> {
                        return;
                    }
                }
            }
        }
    }

    /// What waits at the gate, and what rests, does not hang.
    private void turn() {
        if (!gate.enter(queue)) {
            return;
        }
        try {
            long start = System.nanoTime();
            busySinceNanos = OptionalLong.of(start);
            queue.poll().ifPresent(this::work);
            busySinceNanos = OptionalLong.empty();
            gate.rest(System.nanoTime() - start);
        } finally {
            gate.leave();
        }
    }

    /// A lane outlives whatever happens to a job.
    private void work(WaitingJob<?> first) {
        List<WaitingJob<?>> pack = new ArrayList<>(List.of(first));
        try {
            LaneModel model = models.of(first.slot());
            if (!prepare(first, model)) {
                return;
            }
            if (first.isShort(model)) {
                fill(pack, model);
                together(pack, model);
            } else {
                window(first, model);
            }
        } catch (Throwable t) {
            putBack(pack.stream().filter(job -> !failOrGiveBack(job, t)).toList());
        }
    }

    /// That nothing runs its model is not the fault of a job, which waits until something does.
    ///
    /// @return false when something does by now, and the lane is to take the job again
    private static boolean failOrGiveBack(WaitingJob<?> job, Throwable cause) {
        if (cause instanceof NotServedException || job.slot().assignment().isEmpty()) {
            return job.slot().takeBack(job);
        }
        fail(job, cause);
        return true;
    }

    /// @param jobs the oldest first
    private void putBack(List<WaitingJob<?>> jobs) {
        jobs.reversed().forEach(queue::putBack);
    }

    /// Expires or tokenises a job.
    ///
    /// @return whether it still needs the model
    private static boolean prepare(WaitingJob<?> job, LaneModel model) {
        if (job.isExpired()) {
            job.expire();
            return false;
        }
        try {
            job.tokenise(model);
            if (job.outputs().isEmpty()) {
                job.answer();
                return false;
            }
            return true;
        } catch (Throwable t) {
            fail(job, t);
            return false;
        }
    }

    /// Adds what waits for the same model, highest priority and oldest first, up to the first that has no room.
    /// That one keeps its place.
    private void fill(List<WaitingJob<?>> pack, LaneModel model) {
        ModelSlot slot = pack.getFirst().slot();
        int room = gate.pace().packTokens(model.packTokens()) - pack.getFirst().tokens();
        while (room > 0) {
            Optional<WaitingJob<?>> more = queue.first(slot);
            if (more.isEmpty()) {
                return;
            }
            WaitingJob<?> job = more.get();
            boolean wanted = prepare(job, model);
            if (wanted && (!job.isShort(model) || job.tokens() > room)) {
                return;
            }
            queue.remove(job);
            if (wanted) {
                room -= job.tokens();
                pack.add(job);
            }
        }
    }

    private void together(List<WaitingJob<?>> pack, LaneModel model) {
        ModelSlot slot = pack.getFirst().slot();
        Set<String> outputs = new TreeSet<>();
        List<Window> windows = new ArrayList<>();
        for (WaitingJob<?> job : pack) {
            outputs.addAll(job.outputs());
            windows.addAll(job.windows());
        }
        Pass pass;
        try {
            pass = models.run(slot, model, windows, outputs);
        } catch (Throwable t) {
            // One of them may be the cause, or none: each is tried once more, alone.
            LOG.atDebug().setCause(t).log("a pass of {} jobs failed; trying each alone", pack.size());
            putBack(pack.stream().filter(job -> !alone(job)).toList());
            return;
        }
        int message = 0;
        for (WaitingJob<?> job : pack) {
            int own = job.windows().size(); // of the text that is in the pass
            finish(job, pass, message);
            message += own;
        }
    }

    /// Reads all windows of a short text; what its task wants to read besides is read at once, because jobs
    /// that are answered after this one may have its key.
    ///
    /// @param first which message of the pass is the first window of the job
    private void finish(WaitingJob<?> job, Pass pass, int first) {
        try {
            int windows = job.windows().size();
            for (int window = 0; window < windows; window++) {
                job.read(pass, first + window);
            }
            while (!job.isRead()) {
                LaneModel model = models.of(job.slot());
                job.tokenise(model); // does nothing unless another version came
                job.read(models.run(job.slot(), model, List.of(job.nextWindow()), job.outputs()), 0);
            }
            job.answer();
        } catch (Throwable t) {
            if (!failOrGiveBack(job, t)) {
                putBack(List.of(job));
            }
        }
    }

    /// @return false when the lane is to take the job again
    private boolean alone(WaitingJob<?> job) {
        try {
            LaneModel model = models.of(job.slot());
            job.tokenise(model);
            if (!job.isShort(model)) {
                return false; // for the version of the model that came meanwhile it is long
            }
            finish(job, models.run(job.slot(), model, job.windows(), job.outputs()), 0);
            return true;
        } catch (Throwable t) {
            return failOrGiveBack(job, t);
        }
    }

    /// One window of a long text; the others when it is this model's turn again.
    private void window(WaitingJob<?> job, LaneModel model) {
        job.read(models.run(job.slot(), model, List.of(job.nextWindow()), job.outputs()), 0);
        if (job.isRead()) {
            job.answer();
        } else {
            queue.putBack(job);
        }
    }

    /// Every job is answered, whatever happened: a lane that dies with a job in hand would lose it.
    private static void fail(WaitingJob<?> job, Throwable cause) {
        if (cause instanceof Error) {
            LOG.atError().setCause(cause).log("a job failed with an error of the Java platform");
        }
        job.fail(cause);
    }
}
