// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.Trend.Headroom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Decides how hard the lanes may work, so that the board does not get so hot that it slows itself down.
///
/// The share of work falls with the temperature, from all of it five kelvins below the limit to a tenth at the limit:
/// where what the work heats is what the board loses, it comes to rest. The level, which the operator sees, follows
/// with
/// steps: it rises at once, and falls one step at a time, when the temperature has fallen by five kelvins and some time
/// has gone by. Since the work is a function of the temperature, and levels only bound it, no two levels can take
/// turns.
///
/// Has no clock and reads nothing. Confined to one thread.
final class Governor {
    private static final double BAND_KELVIN = 5;
    /// What the board complains of is as bad as being so near to the limit.
    private static final double COMPLAINT_KELVIN = 3;

    private static final double LEAST_WORK = 0.1;
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Headroom UNKNOWN = new Headroom(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final Trend trend = new Trend();
    private final Dwell dwell = new Dwell();
    private GovernorDecision last = new GovernorDecision(BoardLevel.COOL, Set.of(), 1);
    private Headroom known = UNKNOWN;
    private Duration knownAt = Duration.ZERO;
    private long overCurrents = Long.MAX_VALUE;

    /// @param at the moment of the reading, on a clock that only goes on
    GovernorDecision decide(BoardReading reading, Duration at) {
        Set<BoardReason> reasons = flags(reading);
        double complained = reasons.isEmpty() ? Double.POSITIVE_INFINITY : COMPLAINT_KELVIN;
        Headroom heat = headroom(reading, at);
        if (BoardLevel.calledForAt(heat.soon()) != BoardLevel.COOL) {
            reasons.add(BoardReason.HOT);
        }
        // Slowed down a little early; the worse levels are for what is so hot now.
        double felt = Math.min(heat.now(), Math.max(heat.soon(), BAND_KELVIN));
        BoardLevel level = level(Math.min(felt, complained), at);
        last = new GovernorDecision(level, told(level, reasons), work(level, Math.min(heat.soon(), complained)));
        return last;
    }

    /// A sensor that is silent for a moment does not make the board cool.
    private Headroom headroom(BoardReading reading, Duration at) {
        if (reading.heat().isPresent()) {
            known = trend.after(reading.heat().get().headroom(), at);
            knownAt = at;
        } else if (at.minus(knownAt).compareTo(SILENCE) > 0) {
            known = UNKNOWN;
        }
        return known;
    }

    private Set<BoardReason> flags(BoardReading reading) {
        Set<BoardReason> flags = EnumSet.noneOf(BoardReason.class);
        if (reading.underVoltage()) {
            flags.add(BoardReason.UNDER_VOLTAGE);
        }
        if (reading.throttled()) {
            flags.add(BoardReason.THROTTLED);
        }
        long events = reading.overCurrents().orElse(overCurrents);
        if (events > overCurrents) {
            flags.add(BoardReason.OVER_CURRENT);
        }
        overCurrents = events; // those from before the first reading do not count
        return flags;
    }

    private BoardLevel level(double headroom, Duration at) {
        BoardLevel called = BoardLevel.calledForAt(headroom);
        if (called.isWorseThan(last.level())) {
            dwell.rose(at);
            return called;
        }
        if (last.level().mayBeLeftAt(headroom) && dwell.isOver(at)) {
            dwell.fell(at);
            return last.level().better();
        }
        return last.level();
    }

    /// They stay as long as the level does, so that a flag that comes and goes is told once.
    private Set<BoardReason> told(BoardLevel level, Set<BoardReason> now) {
        if (level == BoardLevel.COOL) {
            return Set.of();
        }
        if (last.level().isWorseThan(level) && !now.isEmpty()) {
            return now;
        }
        Set<BoardReason> all = EnumSet.noneOf(BoardReason.class);
        all.addAll(last.reasons());
        all.addAll(now);
        return all;
    }

    private static double work(BoardLevel level, double headroom) {
        return level == BoardLevel.COOL ? 1 : Math.clamp(headroom / BAND_KELVIN, LEAST_WORK, 1);
    }
}
