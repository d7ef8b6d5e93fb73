// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread with its interpreters. Takes the oldest job, adds what else waits for the same model as far as the pass
/// has room, and never waits to fill a pass.
///
/// Everything but [#queue] is confined to the lane's thread.
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneQueue queue = new LaneQueue();
    private final Callable<Map<String, LaneModel>> loader;
    private final Map<String, LaneModel> models = new HashMap<>();

    /// @param loader builds the interpreters, on the lane's thread
    Lane(Callable<Map<String, LaneModel>> loader) {
        this.loader = loader;
    }

    LaneQueue queue() {
        return queue;
    }

    @Override
    public void run() {
        try {
            models.putAll(loader.call());
            for (Optional<WaitingJob<?>> job = queue.take(); job.isPresent(); job = queue.take()) {
                work(job.get());
            }
        } catch (Throwable t) {
            // The loader has told whoever waits for it, and no job gets out of work() with an exception.
            LOG.atDebug().setCause(t).log("lane ends: its models can't be loaded");
            queue.close();
            for (Optional<WaitingJob<?>> job = queue.take(); job.isPresent(); job = queue.take()) {
                job.get().refuse();
            }
        } finally {
            models.values().forEach(LaneModel::close);
        }
    }

    /// A lane outlives whatever happens to a job.
    private void work(WaitingJob<?> first) {
        List<WaitingJob<?>> pack = new ArrayList<>(List.of(first));
        try {
            LaneModel model = models.get(first.model());
            if (model == null) {
                throw new IllegalArgumentException(
                        "no model \"" + first.model() + "\" is loaded (have: " + models.keySet() + ")");
            }
            if (!prepare(first, model)) {
                return;
            }
            if (first.tokensInPasses() > model.packTokens()) {
                alone(first, model);
            } else {
                fill(pack, model);
                together(pack, model);
            }
        } catch (Throwable t) {
            pack.forEach(job -> fail(job, t));
        }
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

    /// Adds what waits for the same model, oldest first, up to the first that has no room. That one keeps its
    /// place in the queue: a job for another model that is older is next.
    private void fill(List<WaitingJob<?>> pack, LaneModel model) {
        int room = model.packTokens() - pack.getFirst().tokensInPasses();
        while (room > 0) {
            Optional<WaitingJob<?>> more = queue.oldest(pack.getFirst().model());
            if (more.isEmpty()) {
                return;
            }
            WaitingJob<?> job = more.get();
            boolean wanted = prepare(job, model);
            if (wanted && job.tokensInPasses() > room) {
                return;
            }
            queue.remove(job);
            if (wanted) {
                room -= job.tokensInPasses();
                pack.add(job);
            }
        }
    }

    private static void together(List<WaitingJob<?>> pack, LaneModel model) {
        Set<String> outputs = new TreeSet<>();
        List<Window> windows = new ArrayList<>();
        for (WaitingJob<?> job : pack) {
            outputs.addAll(job.outputs());
            windows.addAll(job.windows());
        }
        Pass pass;
        try {
            pass = model.run(windows, outputs);
        } catch (Throwable t) {
            // One of them may be the cause, or none: each is tried once more, alone.
            LOG.atDebug().setCause(t).log("a pass of {} jobs failed; trying each alone", pack.size());
            pack.forEach(job -> alone(job, model));
            return;
        }
        for (int message = 0; message < pack.size(); message++) {
            finish(pack.get(message), pass, message);
        }
    }

    private static void finish(WaitingJob<?> job, Pass pass, int message) {
        try {
            job.window(job.windows().getFirst(), pass, message);
            job.answer();
        } catch (Throwable t) {
            fail(job, t);
        }
    }

    /// Window after window, each in a pass of its own.
    private static void alone(WaitingJob<?> job, LaneModel model) {
        try {
            for (Window window : job.windows()) {
                if (job.isExpired()) {
                    job.expire();
                    return;
                }
                job.window(window, model.run(List.of(window), job.outputs()), 0);
            }
            job.answer();
        } catch (Throwable t) {
            fail(job, t);
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
