// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// How many passes a second several threads give. Immutable.
///
/// @param interpreters side by side, each on a thread of its own
/// @param threads of each interpreter, inside XNNPACK
/// @param passesPerSecond of all together, by the median round
/// @param gain over one interpreter with one thread, by the median of the rounds
public record ParallelTimes(int interpreters, int threads, double passesPerSecond, double gain) {
    private static final long ROUND_NANOS = 100_000_000;

    private record Setup(int interpreters, int threads, List<Worker> workers, List<Double> rates) {}

    /// @param build builds an encoder with so many threads inside, on the thread that calls
    static List<ParallelTimes> measure(IntFunction<Encoder> build, Window window, Set<String> outputs, Rounds rounds) {
        try (Worker first = new Worker(() -> build.apply(1), window, outputs);
                Worker second = new Worker(() -> build.apply(1), window, outputs);
                Worker wide = new Worker(() -> build.apply(2), window, outputs)) {
            List<Setup> setups = List.of(
                    new Setup(1, 1, List.of(first), new ArrayList<>()),
                    new Setup(1, 2, List.of(wide), new ArrayList<>()),
                    new Setup(2, 1, List.of(first, second), new ArrayList<>()));
            for (Worker worker : List.of(first, second, wide)) {
                Worker.result(worker.passes(ROUND_NANOS)); // warm-up
            }
            rounds.run(setups, ParallelTimes::round);
            List<Double> alone = setups.getFirst().rates();
            return setups.stream().map(setup -> result(setup, alone)).toList();
        }
    }

    private static void round(Setup setup) {
        List<Future<Double>> running = setup.workers().stream()
                .map(worker -> worker.passes(ROUND_NANOS))
                .toList();
        setup.rates().add(running.stream().mapToDouble(Worker::result).sum());
    }

    private static ParallelTimes result(Setup setup, List<Double> alone) {
        List<Double> gains = new ArrayList<>();
        for (int round = 0; round < alone.size(); round++) {
            gains.add(setup.rates().get(round) / alone.get(round));
        }
        return new ParallelTimes(
                setup.interpreters(), setup.threads(), Times.median(setup.rates()), Times.median(gains));
    }
}
