// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static io.edgewise.gateway.board.BoardLevel.COOL;
import static io.edgewise.gateway.board.BoardLevel.CRITICAL;
import static io.edgewise.gateway.board.BoardLevel.HOT;
import static io.edgewise.gateway.board.BoardLevel.WARM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Readings in, decisions out. The limit is 80 °C.
class GovernorTest {
    private static final Duration SAMPLE = Duration.ofSeconds(5);
    private static final int MINUTE = 12;

    private final Governor governor = new Governor();
    private Duration now = Duration.ofDays(3);

    private GovernorDecision after(BoardReading reading) {
        now = now.plus(SAMPLE);
        return governor.decide(reading, now);
    }

    /// The last of so many in a row.
    private GovernorDecision after(int samples, BoardReading reading) {
        GovernorDecision last = after(reading);
        for (int i = 1; i < samples; i++) {
            last = after(reading);
        }
        return last;
    }

    @ParameterizedTest
    @CsvSource({
        "20, COOL",
        "74.9, COOL",
        "75, WARM",
        "77.9, WARM",
        "78, HOT",
        "78.9, HOT",
        "79, CRITICAL",
        "95, CRITICAL"
    })
    void theLevelRisesAtOnceToWhatTheTemperatureCallsFor(double celsius, BoardLevel level) {
        assertThat(after(Readings.at(celsius)).level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "75, 70.1, WARM",
        "75, 69.8, COOL",
        "78, 74.1, HOT",
        "78, 73.8, WARM",
        "79, 76.1, CRITICAL",
        "79, 75.8, HOT"
    })
    void itFallsOneStepFurtherDownThanItRose(double hot, double cooler, BoardLevel level) {
        after(Readings.at(hot));

        assertThat(after(MINUTE, Readings.at(cooler)).level()).isEqualTo(level);
    }

    @Test
    void itFallsOneStepAMinute() {
        after(Readings.at(79));

        assertThat(after(MINUTE - 1, Readings.at(40)).level()).isEqualTo(CRITICAL);
        assertThat(after(Readings.at(40)).level()).isEqualTo(HOT);
        assertThat(after(MINUTE - 1, Readings.at(40)).level()).isEqualTo(HOT);
        assertThat(after(Readings.at(40)).level()).isEqualTo(WARM);
        assertThat(after(MINUTE, Readings.at(40)).level()).isEqualTo(COOL);
    }

    @Test
    void itActsBeforeABoardThatGetsHotterIsHot() {
        after(Readings.at(71));
        GovernorDecision rising = after(Readings.at(73.5));

        assertThat(rising.level()).isEqualTo(WARM);
        assertThat(rising.reasons()).containsExactly(BoardReason.HOT);
    }

    @Test
    void aBoardThatWasJustLoadedIsNotTakenForHot() {
        after(Readings.at(50));

        assertThat(after(Readings.at(70)).level()).isEqualTo(COOL);
    }

    @Test
    void theWorkFallsWithTheTemperatureAndNotBelowATenth() {
        assertThat(after(Readings.at(60)).work()).isEqualTo(1);
        assertThat(after(100, Readings.at(77)).work()).isCloseTo(0.6, within(0.01));
        assertThat(after(100, Readings.at(79)).work()).isCloseTo(0.2, within(0.01));
        assertThat(after(100, Readings.at(99)).work()).isCloseTo(0.1, within(0.01));
    }

    @Test
    void theNoiseOfASensorChangesLittle() {
        after(100, Readings.at(77));

        assertThat(after(Readings.at(77.9)))
                .returns(WARM, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.work()).isBetween(0.4, 0.6));
    }

    @Test
    void aJumpThatIsNoNoiseCountsAtOnce() {
        after(Readings.at(60));

        assertThat(after(Readings.at(81)))
                .returns(CRITICAL, GovernorDecision::level)
                .returns(0.1, GovernorDecision::work);
    }

    @Test
    void inTheHysteresisAllWorkIsDone() {
        after(Readings.at(75));

        assertThat(after(100, Readings.at(72)))
                .returns(WARM, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.work()).isCloseTo(1, within(0.01)));
    }

    @Test
    void aWeakSupplyIsAsBadAsHeatAlsoOnACoolBoard() {
        GovernorDecision decision = after(100, Readings.underVoltageAt(40));

        assertThat(decision.level()).isEqualTo(WARM);
        assertThat(decision.reasons()).containsExactly(BoardReason.UNDER_VOLTAGE);
        assertThat(decision.work()).isCloseTo(0.6, within(0.01));
    }

    @Test
    void aBoardThatSlowsItselfDownBelowItsLimitIsBelieved() {
        assertThat(after(Readings.throttledAt(60)))
                .returns(WARM, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.reasons()).containsExactly(BoardReason.THROTTLED));
    }

    @Test
    void heatThatIsWorseThanAFlagCounts() {
        assertThat(after(Readings.underVoltageAt(79)))
                .returns(CRITICAL, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.reasons())
                        .containsExactlyInAnyOrder(BoardReason.HOT, BoardReason.UNDER_VOLTAGE));
    }

    @Test
    void onlyNewEventsOfOverCurrentCount() {
        assertThat(after(Readings.overCurrents(7)).level()).isEqualTo(COOL);
        assertThat(after(Readings.overCurrents(7)).level()).isEqualTo(COOL);
        assertThat(after(Readings.overCurrents(8)))
                .returns(WARM, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.reasons()).containsExactly(BoardReason.OVER_CURRENT));
        assertThat(after(MINUTE, Readings.overCurrents(8)).level()).isEqualTo(COOL);
    }

    @Test
    void aReasonStaysUntilTheLevelFalls() {
        after(Readings.underVoltageAt(40));
        assertThat(after(Readings.at(40)).reasons()).containsExactly(BoardReason.UNDER_VOLTAGE);
        assertThat(after(MINUTE, Readings.at(40)).reasons()).isEmpty();

        assertThat(after(Readings.underVoltageAt(82)).reasons())
                .containsExactlyInAnyOrder(BoardReason.HOT, BoardReason.UNDER_VOLTAGE);
        assertThat(after(2 * MINUTE, Readings.at(75.5)))
                .returns(HOT, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.reasons()).containsExactly(BoardReason.HOT));
    }

    /// As when the supply gives way whenever the lanes work hard.
    @Test
    void whatComesBackSoonAfterTheLevelFellIsGivenMoreTimeEachTime() {
        int changes = 0;
        BoardLevel before = COOL;
        for (int sample = 0; sample < 60 * MINUTE; sample++) {
            BoardLevel level = after(before == COOL ? Readings.underVoltageAt(40) : Readings.at(40))
                    .level();
            changes += level == before ? 0 : 1;
            before = level;
        }

        assertThat(changes).as("in an hour; without patience it would be 120").isBetween(8, 14);
    }

    @Test
    void afterALongCalmTheLevelFallsAsFastAsAtFirst() {
        after(Readings.at(75));
        after(MINUTE, Readings.at(40));
        after(Readings.at(75));
        assertThat(after(MINUTE, Readings.at(40)).level()).isEqualTo(WARM);
        assertThat(after(MINUTE, Readings.at(40)).level()).isEqualTo(COOL);

        after(6 * MINUTE, Readings.at(40));
        after(Readings.at(75));

        assertThat(after(MINUTE, Readings.at(40)).level()).isEqualTo(COOL);
    }

    @Test
    void aBoardThatTellsNothingIsLeftAlone() {
        assertThat(after(Readings.nothing()))
                .returns(COOL, GovernorDecision::level)
                .returns(1.0, GovernorDecision::work);
    }

    @Test
    void aSensorThatIsSilentForAMomentDoesNotMakeTheBoardCool() {
        after(Readings.at(79));

        assertThat(after(MINUTE, Readings.nothing()))
                .returns(CRITICAL, GovernorDecision::level)
                .satisfies(decision -> assertThat(decision.work()).isCloseTo(0.2, within(0.01)));
        assertThat(after(4 * MINUTE, Readings.nothing()).level())
                .as("it is gone")
                .isEqualTo(COOL);
    }
}
