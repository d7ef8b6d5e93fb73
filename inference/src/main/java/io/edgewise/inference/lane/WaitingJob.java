// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.lane.LaneOutcome.Answered;
import io.edgewise.inference.lane.LaneOutcome.Expired;
import io.edgewise.inference.lane.LaneOutcome.Failed;
import io.edgewise.inference.lane.LaneOutcome.Refused;
import io.edgewise.inference.task.Reading;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A job in a lane's queue and on its way through the model. Confined to the lane's thread once it was taken.
final class WaitingJob<R> {
    private final LaneJob<R> job;
    private final long submittedNanos = System.nanoTime();
    private long takenNanos;
    private List<Window> windows = List.of();
    private @Nullable Reading<R> reading;
    private int tokens;
    private boolean ended;

    WaitingJob(LaneJob<R> job) {
        this.job = job;
    }

    String model() {
        return job.model();
    }

    Set<String> outputs() {
        return job.task().outputs();
    }

    /// Tokenises the text and cuts it into windows. Does nothing the second time.
    void tokenise(LaneModel model) {
        if (reading != null) {
            return;
        }
        takenNanos = System.nanoTime();
        Encoding encoding = model.tokenizer().encode(job.text());
        windows = model.windows(encoding);
        tokens = Window.whole(encoding).tokens();
        reading = job.task().read(job.text(), encoding, job.received());
    }

    List<Window> windows() {
        return windows;
    }

    /// Tokens of all windows together.
    int tokensInPasses() {
        return windows.stream().mapToInt(Window::tokens).sum();
    }

    boolean isExpired() {
        return System.nanoTime() - job.deadlineNanos() >= 0;
    }

    void window(Window window, Pass pass, int message) {
        reading().window(window, pass, message);
    }

    void answer() {
        R answer = reading().answer();
        Duration queued = Duration.ofNanos(takenNanos - submittedNanos);
        Duration inferred = Duration.ofNanos(System.nanoTime() - takenNanos);
        end(new Answered<>(answer, tokens, windows.size(), queued, inferred));
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

    /// The first outcome counts: a caller that throws must not be called again for it.
    private void end(LaneOutcome<R> outcome) {
        if (!ended) {
            ended = true;
            job.done().accept(outcome);
        }
    }

    private Reading<R> reading() {
        if (reading == null) {
            throw new IllegalStateException("the job was not tokenised");
        }
        return reading;
    }
}
