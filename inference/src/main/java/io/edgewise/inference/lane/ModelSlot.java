// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.InferenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A configured model through its life: what is assigned to the lanes, and the jobs that wait until something
/// is.
///
/// ```
///   Closed ──first job──▶ Opening ──planned──▶ Serving ──idle──▶ Closed
///                           │  ▲                 │ demoted, promoted, swapped: another assignment
///             at the start  ▼  ├── tried again   ▼
///                        Failed └─── withdrawn, when nothing can run in its place
/// ```
///
/// Thread-safe: one lock, held for a few instructions; the assignment is read by lanes without it.
final class ModelSlot {
    private sealed interface Phase {
        /// Not in memory; the first job has it opened.
        record Closed() implements Phase {}

        /// Jobs wait.
        record Opening() implements Phase {}

        /// Jobs go to the lanes.
        record Serving() implements Phase {}

        /// It could not be opened at the start: jobs are refused.
        record Failed() implements Phase {}
    }

    private final String name;
    private final ModelOptions options;
    private final Consumer<WaitingJob<?>> deliver;
    private final Consumer<ModelSlot> open;
    private final Consumer<ModelSlot> demoted;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final Object lock = new Object();
    private final List<WaitingJob<?>> parked = new ArrayList<>();
    private Phase phase;
    /// Written under the lock; volatile because each lane looks at it before each job.
    private volatile Optional<Assignment> assignment = Optional.empty();
    /// Volatile: lanes write it, the thread that unloads reads it.
    private volatile long lastEndedNanos = System.nanoTime();

    private Optional<Demotion> demotion = Optional.empty();

    /// @param deliver hands a job to its lane
    /// @param open has the model opened; returns at once
    /// @param demoted told that the lanes are to follow another assignment
    ModelSlot(
            String name,
            ModelOptions options,
            Consumer<WaitingJob<?>> deliver,
            Consumer<ModelSlot> open,
            Consumer<ModelSlot> demoted) {
        this.name = name;
        this.options = options;
        this.deliver = deliver;
        this.open = open;
        this.demoted = demoted;
        this.phase = options.lazy() ? new Phase.Closed() : new Phase.Opening();
    }

    String name() {
        return name;
    }

    ModelOptions options() {
        return options;
    }

    /// What the lanes are to run; empty while nothing is served.
    Optional<Assignment> assignment() {
        return assignment;
    }

    /// Takes a job: it goes to its lane, waits for the model, or is refused.
    void admit(WaitingJob<?> job) {
        working.incrementAndGet();
        place(job, deliver);
    }

    /// Takes a job back from a lane that can't run it, because nothing was served: it waits again, or is
    /// refused.
    ///
    /// @return false when something is served by now, and the lane keeps it
    boolean takeBack(WaitingJob<?> job) {
        return !(place(job, kept -> {}) instanceof Phase.Serving);
    }

    /// @param served what to do with the job while the model is served; inside the lock, so that nothing
    /// overtakes what was parked
    /// @return the phase that it was in
    private Phase place(WaitingJob<?> job, Consumer<WaitingJob<?>> served) {
        Phase before;
        synchronized (lock) {
            before = phase;
            switch (before) {
                case Phase.Serving() -> served.accept(job);
                case Phase.Failed() -> {}
                case Phase.Opening() -> parked.add(job);
                case Phase.Closed() -> {
                    parked.add(job);
                    phase = new Phase.Opening();
                }
            }
        }
        if (before instanceof Phase.Failed) {
            job.refuse();
        } else if (before instanceof Phase.Closed) {
            open.accept(this);
        }
        return before;
    }

    /// A job of this model has ended, however.
    void ended() {
        lastEndedNanos = System.nanoTime();
        working.decrementAndGet();
    }

    /// Serves a version of the model from now on.
    ///
    /// @return the assignment that it replaces
    Optional<Assignment> serve(Assignment next) {
        synchronized (lock) {
            Optional<Assignment> former = assignment;
            assignment = Optional.of(next);
            demotion = Optional.empty();
            phase = new Phase.Serving();
            // What came back from a lane is older than what was parked before it.
            parked.sort(Comparator.comparingLong(WaitingJob::number));
            parked.forEach(deliver);
            parked.clear();
            return former;
        }
    }

    /// Stops serving when nothing was asked of it for so long.
    ///
    /// @return the assignment that is no more
    Optional<Assignment> unloadIfIdle(Duration idle) {
        synchronized (lock) {
            boolean due = phase instanceof Phase.Serving
                    && working.get() == 0
                    && System.nanoTime() - lastEndedNanos >= idle.toNanos();
            if (!due) {
                return Optional.empty();
            }
            Optional<Assignment> former = assignment;
            assignment = Optional.empty();
            demotion = Optional.empty();
            phase = new Phase.Closed();
            return former;
        }
    }

    /// The model is configured no more: nothing is assigned, and jobs are refused from now on.
    void removed() {
        synchronized (lock) {
            assignment = Optional.empty();
            demotion = Optional.empty();
        }
        failed();
    }

    /// The model can't be opened, and jobs are refused from now on.
    void failed() {
        List<WaitingJob<?>> refused;
        synchronized (lock) {
            phase = new Phase.Failed();
            refused = new ArrayList<>(parked);
            parked.clear();
        }
        refused.forEach(WaitingJob::refuse);
    }

    /// Ends the parked jobs that nobody waits for any more.
    void expireParked() {
        List<WaitingJob<?>> expired = new ArrayList<>();
        synchronized (lock) {
            for (Iterator<WaitingJob<?>> jobs = parked.iterator(); jobs.hasNext(); ) {
                WaitingJob<?> job = jobs.next();
                if (job.isExpired()) {
                    expired.add(job);
                    jobs.remove();
                }
            }
        }
        expired.forEach(WaitingJob::expire);
    }

    /// A lane saw the planned candidate fail and went on with another. Of several lanes, and of several passes
    /// on one encoder, only the first changes anything.
    void demote(Assignment failed, Assignment fallback, InferenceException why) {
        synchronized (lock) {
            if (assignment.filter(failed::equals).isEmpty()) {
                return;
            }
            assignment = Optional.of(fallback);
            demotion = Optional.of(new Demotion(why, Instant.now()));
        }
        demoted.accept(this);
    }

    /// A lane saw the candidate fail, and there is none in its place: jobs wait until another assignment comes.
    void withdraw(Assignment failed, InferenceException why) {
        synchronized (lock) {
            if (assignment.filter(failed::equals).isEmpty()) {
                return;
            }
            assignment = Optional.empty();
            phase = new Phase.Opening();
            demotion = Optional.of(new Demotion(why, Instant.now()));
        }
        demoted.accept(this);
    }

    /// Whether jobs wait for it to be opened.
    boolean isOpening() {
        synchronized (lock) {
            return phase instanceof Phase.Opening;
        }
    }

    /// The next job has it opened, if none waits now.
    ///
    /// @return false when one waits
    boolean closeUnlessAwaited() {
        synchronized (lock) {
            boolean due = phase instanceof Phase.Opening && parked.isEmpty();
            if (due) {
                phase = new Phase.Closed();
            }
            return due;
        }
    }

    /// Counts the jobs, so that their order is known.
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /// Why and when the planned candidate was replaced; empty while it runs.
    Optional<Demotion> demotion() {
        synchronized (lock) {
            return demotion;
        }
    }

    /// Jobs that wait until it is served.
    int parked() {
        synchronized (lock) {
            return parked.size();
        }
    }

    /// Why and when the planned candidate was replaced.
    record Demotion(InferenceException failure, Instant since) {}
}
