// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.SimulatedBoard.Throttle;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// What a simulated board went through, second by second, with more texts waiting than it can read. Immutable.
record HeatRun(List<Moment> moments) {
    private static final double STEP_SECONDS = 0.5;
    private static final int STEPS_PER_SAMPLE = 10;
    private static final double NOISE_KELVIN = 0.3;

    /// @param work what the lanes did, as a share of what they can
    record Moment(double seconds, double celsius, boolean throttled, BoardLevel level, Pace pace, double work) {}

    /// @param air its temperature at a second
    static HeatRun withoutGovernor(Throttle throttle, Duration length, DoubleUnaryOperator air) {
        return run(throttle, length, air, Optional.empty(), new Random(0));
    }

    /// @param seed of the sensor's noise
    static HeatRun withGovernor(Throttle throttle, Duration length, DoubleUnaryOperator air, long seed) {
        return run(throttle, length, air, Optional.of(new Governor()), new Random(seed));
    }

    private static HeatRun run(
            Throttle throttle, Duration length, DoubleUnaryOperator air, Optional<Governor> governor, Random noise) {
        SimulatedBoard board = new SimulatedBoard(throttle);
        GovernorDecision decision = new GovernorDecision(BoardLevel.COOL, Set.of(), 1);
        List<Moment> moments = new ArrayList<>();
        for (int step = 0; step * STEP_SECONDS < length.toSeconds(); step++) {
            double seconds = step * STEP_SECONDS;
            if (governor.isPresent() && step % STEPS_PER_SAMPLE == 0) {
                double measured = board.celsius() + noise.nextGaussian() * NOISE_KELVIN;
                decision = governor.get().decide(Readings.at(measured), Duration.ofMillis((long) (seconds * 1_000)));
            }
            board.air(air.applyAsDouble(seconds));
            Pace pace = decision.pace(SimulatedBoard.LANES, Priority.HIGH);
            double busy = Math.min(pace.lanes(), SimulatedBoard.LANES) * pace.duty();
            double work = board.run(busy, STEP_SECONDS);
            moments.add(new Moment(seconds, board.celsius(), board.isThrottled(), decision.level(), pace, work));
        }
        return new HeatRun(List.copyOf(moments));
    }

    /// The part between two seconds.
    HeatRun between(double from, double to) {
        return new HeatRun(moments.stream()
                .filter(moment -> moment.seconds() >= from && moment.seconds() < to)
                .toList());
    }

    double hottest() {
        return moments.stream().mapToDouble(Moment::celsius).max().orElseThrow();
    }

    double meanCelsius() {
        return moments.stream().mapToDouble(Moment::celsius).average().orElseThrow();
    }

    double meanWork() {
        return moments.stream().mapToDouble(Moment::work).average().orElseThrow();
    }

    boolean wasThrottled() {
        return moments.stream().anyMatch(Moment::throttled);
    }

    /// How often the level changed.
    long changes() {
        long changes = 0;
        for (int i = 1; i < moments.size(); i++) {
            changes += moments.get(i).level() == moments.get(i - 1).level() ? 0 : 1;
        }
        return changes;
    }
}
