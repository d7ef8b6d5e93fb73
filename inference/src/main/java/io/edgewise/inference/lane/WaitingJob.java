// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.encoder.Windows;
import io.edgewise.inference.lane.LaneOutcome.Answered;
import io.edgewise.inference.lane.LaneOutcome.Expired;
import io.edgewise.inference.lane.LaneOutcome.Failed;
import io.edgewise.inference.lane.LaneOutcome.Refused;
import io.edgewise.inference.task.Reading;
import io.edgewise.inference.task.TextTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job in a lane's queue and on its way through the model, window by window. Confined to the lane's thread
/// once it was taken.
final class WaitingJob<R> {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingJob.class);

    /// What became of the text with one version of the model.
    private record Progress<R>(
            LoadedModel model, Set<String> outputs, Windows windows, int tokens, int passes, Reading<R> reading) {
        /// With a text to be read by the same reading.
        Progress<R> on(Windows more) {
            int all = passes + more.all().size();
            return new Progress<>(model, outputs, more, tokens + more.tokens(), all, reading);
        }
    }

    /// What rules decided, for which no window is read.
    private record Decided<R>(R answer) implements Reading<R> {
        @Override
        public void window(Window window, Pass pass, int message) {
            throw new IllegalStateException("the job needs no window");
        }
    }

    private final LaneJob<R> job;
    private final ModelSlot slot;
    private final long number;
    private final long submittedNanos = System.nanoTime();
    private long takenNanos;
    private Optional<Progress<R>> progress = Optional.empty();
    private int read;
    private boolean ended;

    WaitingJob(LaneJob<R> job, ModelSlot slot) {
        this.job = job;
        this.slot = slot;
        this.number = slot.nextNumber();
    }

    /// Later ones of its model have greater ones.
    long number() {
        return number;
    }

    ModelSlot slot() {
        return slot;
    }

    String key() {
        return job.key();
    }

    Priority priority() {
        return job.priority();
    }

    /// Tokenises the text and cuts it into windows. Does nothing the second time; begins anew when another
    /// version of the model has come meanwhile.
    void tokenise(LaneModel model) {
        LoadedModel version = model.assignment().model();
        if (progress.filter(known -> known.model().equals(version)).isPresent()) {
            return;
        }
        takenNanos = takenNanos == 0 ? System.nanoTime() : takenNanos;
        TextTask<R> task = job.task().on(model.descriptor());
        progress = Optional.of(task.withoutModel(job.text())
                .map(answer -> new Progress<>(version, Set.of(), model.windows(""), 0, 0, new Decided<>(answer)))
                .orElseGet(() -> begun(version, task, model.windows(job.text()))));
        read = 0;
    }

    private Progress<R> begun(LoadedModel version, TextTask<R> task, Windows windows) {
        Reading<R> reading = task.read(job.text(), windows.encoding(), job.received());
        return new Progress<>(version, task.outputs(), windows, 0, 0, reading).on(windows);
    }

    private Progress<R> progress() {
        return progress.orElseThrow(() -> new IllegalStateException("the job was not tokenised"));
    }

    /// The outputs of the model that the task reads.
    Set<String> outputs() {
        return progress().outputs();
    }

    /// Whether its text goes through the model at once.
    boolean isShort(LaneModel model) {
        return progress().windows().fitOnePass(model.packTokens());
    }

    /// The windows of a short text.
    List<Window> windows() {
        return progress().windows().all();
    }

    /// Tokens of all windows of a short text.
    int tokens() {
        return progress().windows().tokens();
    }

    /// The window that is to be read next.
    Window nextWindow() {
        return progress().windows().all().get(read);
    }

    /// Whether all windows are read.
    boolean isRead() {
        return read == progress().windows().all().size();
    }

    boolean isExpired() {
        return System.nanoTime() - job.deadlineNanos() >= 0;
    }

    /// Reads the next window. After the last one of a text there may be those of another.
    ///
    /// @param message which message of the pass it is
    void read(Pass pass, int message) {
        Progress<R> now = progress();
        now.reading().window(nextWindow(), pass, message);
        read++;
        if (isRead()) {
            now.reading().next().ifPresent(text -> {
                progress = Optional.of(now.on(Windows.of(text, now.model().bundle())));
                read = 0;
            });
        }
    }

    void answer() {
        Progress<R> done = progress();
        R answer = done.reading().answer();
        Duration queued = Duration.ofNanos(takenNanos - submittedNanos);
        Duration inferred = Duration.ofNanos(System.nanoTime() - takenNanos);
        String bundle = done.model().bundle().descriptor().id();
        end(new Answered<>(answer, bundle, done.tokens(), done.passes(), queued, inferred));
    }

    void expire() {
        end(new Expired<>());
    }

    void fail(Throwable cause) {
        end(new Failed<>(cause));
    }

    void refuse() {
        end(new Refused<>());
    }

    /// The first outcome counts. What a caller throws is not the lane's matter, nor that of other jobs.
    private void end(LaneOutcome<R> outcome) {
        if (ended) {
            return;
        }
        ended = true;
        slot.ended();
        try {
            job.done().accept(outcome);
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("whoever wanted the outcome of a job threw");
        }
    }
}
