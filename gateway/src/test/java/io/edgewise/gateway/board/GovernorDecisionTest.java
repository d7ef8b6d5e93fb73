// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each level has the lanes do.
class GovernorDecisionTest {
    private static Pace pace(BoardLevel level, double work, int lanes) {
        return new GovernorDecision(level, Set.of(), work).pace(lanes, Priority.NORMAL);
    }

    @Test
    void aCoolBoardWorksAsFastAsItCan() {
        assertThat(pace(BoardLevel.COOL, 1, 3)).isEqualTo(Pace.FULL);
    }

    @Test
    void onAWarmOnePassesAreShorterWithPausesBetweenThem() {
        assertThat(pace(BoardLevel.WARM, 0.5, 3)).isEqualTo(new Pace(3, 0.5, 0.5, Priority.LOW, false));
    }

    @Test
    void onAHotOneHalfOfTheLanesWorkMoreEachAndHigherPrioritiesGoFirst() {
        assertThat(pace(BoardLevel.HOT, 0.3, 4)).isEqualTo(new Pace(2, 0.6, 0.5, Priority.LOW, true));
    }

    @Test
    void onACriticalOneASingleLaneAnswersTheHighestPriorityThatARouteHas() {
        assertThat(pace(BoardLevel.CRITICAL, 0.1, 4)).isEqualTo(new Pace(1, 0.4, 0.5, Priority.NORMAL, true));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "7", "15"})
    void aWorseLevelDoesNoMoreWorkThanTheOneBefore(int lanes) {
        for (double work = 0.1; work <= 1; work += 0.05) {
            double before = lanes;
            for (BoardLevel level : BoardLevel.values()) {
                Pace pace = pace(level, level == BoardLevel.COOL ? 1 : work, lanes);
                double busy = Math.min(pace.lanes(), lanes) * pace.duty();
                assertThat(busy).isPositive().isLessThanOrEqualTo(before + 1e-9);
                before = busy;
            }
        }
    }

    @Test
    void asLongAsItsLanesCanALevelDoesTheSameWork() {
        for (BoardLevel level : Set.of(BoardLevel.WARM, BoardLevel.HOT, BoardLevel.CRITICAL)) {
            Pace pace = pace(level, 0.2, 4);
            assertThat(pace.lanes() * pace.duty()).isCloseTo(0.8, within(1e-9));
        }
    }
}
