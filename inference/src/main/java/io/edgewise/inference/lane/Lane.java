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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread with its interpreters. Takes the oldest job, adds what else waits for the same model as far as the
/// pass has
/// room, and never waits to fill a pass.
///
/// Everything but [#queue] is confined to the lane's thread.
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneQueue queue = new LaneQueue();
    private final Callable<Map<String, LaneModel>> loader;
    private final Map<String, LaneModel> models = new HashMap<>();
    /// Was taken to be packed and didn't fit: it is next.
    private @Nullable WaitingJob<?> held;

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
            for (Optional<WaitingJob<?>> job = next(); job.isPresent(); job = next()) {
                work(job.get());
            }
        } catch (Exception e) {
            // The loader has told whoever waits for it.
            LOG.atDebug().setCause(e).log("lane ends: its models can't be loaded");
            queue.close();
            for (Optional<WaitingJob<?>> job = queue.take(); job.isPresent(); job = queue.take()) {
                job.get().refuse();
            }
        } finally {
            models.values().forEach(LaneModel::close);
        }
    }

    private Optional<WaitingJob<?>> next() {
        if (held != null) {
            WaitingJob<?> job = held;
            held = null;
            return Optional.of(job);
        }
        return queue.take();
    }

    private void work(WaitingJob<?> first) {
        LaneModel model = models.get(first.model());
        if (model == null) {
            first.fail(new IllegalArgumentException(
                    "no model \"" + first.model() + "\" is loaded (have: " + models.keySet() + ")"));
            return;
        }
        if (!prepare(first, model)) {
            return;
        }
        if (first.tokensInPasses() > model.packTokens()) {
            alone(first, model);
        } else {
            together(pack(first, model), model);
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

    private List<WaitingJob<?>> pack(WaitingJob<?> first, LaneModel model) {
        List<WaitingJob<?>> pack = new ArrayList<>(List.of(first));
        int room = model.packTokens() - first.tokensInPasses();
        while (room > 0 && held == null) {
            Optional<WaitingJob<?>> more = queue.poll(first.model());
            if (more.isEmpty()) {
                break;
            }
            WaitingJob<?> job = more.get();
            if (!prepare(job, model)) {
                continue;
            }
            if (job.tokensInPasses() > room) {
                held = job;
            } else {
                room -= job.tokensInPasses();
                pack.add(job);
            }
        }
        return pack;
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
            if (pack.size() == 1) {
                fail(pack.getFirst(), t);
            } else {
                // One of them may be the cause; its neighbours get their answer.
                pack.forEach(job -> alone(job, model));
            }
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
