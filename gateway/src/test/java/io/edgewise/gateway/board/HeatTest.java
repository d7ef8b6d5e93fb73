// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.board.SimulatedBoard.Throttle;
import io.edgewise.inference.lane.Priority;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The governor on a simulated board, with more texts than it can read. See `docs/operations/heat.md`.
class HeatTest {
    private static final double HOUR = 3_600;
    private static final Duration LONG = Duration.ofHours(3);
    private static final double BOX = 40;

    private static List<HeatRun> governed(double air) {
        return LongStream.range(0, 10)
                .mapToObj(seed -> HeatRun.withGovernor(HeatDay.KERNEL, LONG, second -> air, seed))
                .toList();
    }

    @Test
    void withoutTheGovernorTheKernelSlowsTheBoardDown() {
        HeatRun run = HeatRun.withoutGovernor(HeatDay.KERNEL, LONG, second -> BOX);

        assertThat(run.wasThrottled()).isTrue();
        assertThat(run.between(HOUR, 3 * HOUR).meanWork()).isBetween(0.45, 0.55);
    }

    @Test
    void withItTheKernelNeverHasToAndAtLeastAsMuchIsDone() {
        double kernels = HeatRun.withoutGovernor(HeatDay.KERNEL, LONG, second -> BOX)
                .between(HOUR, 3 * HOUR)
                .meanWork();

        assertThat(governed(BOX)).allSatisfy(run -> {
            assertThat(run.wasThrottled()).isFalse();
            assertThat(run.hottest()).isLessThan(SimulatedBoard.LIMIT - 1);
            assertThat(run.between(HOUR, 3 * HOUR).meanWork()).isGreaterThanOrEqualTo(kernels);
        });
    }

    /// A kernel that takes voltage back with the frequency gets more out of the same heat: this is what the governor
    /// costs there, and `docs/operations/heat.md` says so.
    @Test
    void againstAGentleKernelItCostsSomeWork() {
        Throttle gentle = new Throttle(0.4, 0.28, 2);
        double kernels = HeatRun.withoutGovernor(gentle, LONG, second -> BOX)
                .between(HOUR, 3 * HOUR)
                .meanWork();

        assertThat(HeatRun.withGovernor(gentle, LONG, second -> BOX, 1)
                                .between(HOUR, 3 * HOUR)
                                .meanWork()
                        / kernels)
                .isBetween(0.75, 0.9);
    }

    @Test
    void theLevelRisesAndStaysWhateverTheAir() {
        for (double air : new double[] {20, 25, 30, 35, 40, 45, 50, 55}) {
            assertThat(governed(air)).as("air of %s °C", air).allSatisfy(run -> {
                assertThat(run.wasThrottled()).isFalse();
                assertThat(run.changes()).isLessThanOrEqualTo(3);
            });
        }
    }

    @Test
    void aBoardThatCanDoAllItsWorkIsNotSlowedDown() {
        assertThat(governed(20)).allSatisfy(run -> assertThat(run.meanWork()).isEqualTo(1));
    }

    @Test
    void itRecoversWhenTheAirGetsCooler() {
        HeatRun day = HeatDay.governed();

        assertThat(day.wasThrottled()).isFalse();
        assertThat(day.moments()).extracting(HeatRun.Moment::level).contains(BoardLevel.HOT);
        assertThat(day.moments().getLast().level()).isEqualTo(BoardLevel.COOL);
        assertThat(day.moments().getLast().work()).isEqualTo(1);
        assertThat(day.changes()).isEqualTo(4);
    }

    /// On the hottest day on which the board keeps below its limit: what the highest priority needs, a twentieth of
    /// what
    /// the board can, never waits for long.
    @Test
    void theHighestPriorityIsAnsweredOnTheHottestDayToo() {
        HeatRun run = HeatRun.withGovernor(HeatDay.KERNEL, LONG, second -> 55, 1);

        assertThat(run.moments().getLast().level()).isEqualTo(BoardLevel.CRITICAL);
        double waiting = 0;
        for (HeatRun.Moment moment : run.moments()) {
            assertThat(moment.pace().lowest()).isGreaterThanOrEqualTo(Priority.HIGH);
            waiting = Math.max(0, waiting + 0.05 - moment.work());
            assertThat(waiting).isLessThan(1);
        }
    }
}
