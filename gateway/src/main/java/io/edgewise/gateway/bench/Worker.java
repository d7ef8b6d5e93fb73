// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// A thread with an encoder of its own, as a lane is. Confined to the thread that made it.
final class Worker implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("bench-", 0).factory());
    private final Future<Encoder> encoder;
    private final List<Window> text;
    private final Set<String> outputs;

    Worker(Supplier<Encoder> build, Window text, Set<String> outputs) {
        this.encoder = thread.submit(build::get);
        this.text = List.of(text);
        this.outputs = outputs;
    }

    /// Begins to run passes, for so long.
    ///
    /// @return how many passes a second it made, when the time is over
    Future<Double> passes(long nanos) {
        return thread.submit(() -> {
            Encoder built = encoder.get();
            long start = System.nanoTime();
            long now = start;
            int passes = 0;
            while (now - start < nanos) {
                built.run(text, outputs);
                passes++;
                now = System.nanoTime();
            }
            return passes * 1e9 / (now - start);
        });
    }

    /// Waits for what a worker does.
    ///
    /// @throws RuntimeException that the work threw
    static <T> T result(Future<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it was measured", e);
        }
    }

    /// Where building fails, the failure is inside another's.
    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return switch (cause) {
            case ExecutionException inner -> unwrapped(inner);
            case RuntimeException e -> e;
            case null, default -> new IllegalStateException(failure);
        };
    }

    @Override
    public void close() {
        thread.execute(() -> {
            if (encoder.state() == Future.State.SUCCESS) {
                encoder.resultNow().close();
            }
        });
        thread.close();
    }
}
