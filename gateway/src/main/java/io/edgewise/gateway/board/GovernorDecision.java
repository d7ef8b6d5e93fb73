// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import java.util.Set;

/// How far inference is to be slowed down, and why. Immutable.
///
/// @param reasons none while the level is cool
/// @param work the share of what all lanes can do that they may do, above 0 and at most 1
record GovernorDecision(BoardLevel level, Set<BoardReason> reasons, double work) {
    private static final double SHORTER_PASSES = 0.5;

    GovernorDecision {
        reasons = Set.copyOf(reasons);
    }

    /// For so many lanes.
    ///
    /// The work is the same whether few lanes do it or many: fewer draw less current at a time.
    ///
    /// @param highest the highest priority of all routes, which is never left waiting
    Pace pace(int lanes, Priority highest) {
        int working = switch (level) {
            case COOL, WARM -> lanes;
            case HOT -> (lanes + 1) / 2;
            case CRITICAL -> 1;
        };
        double duty = Math.min(1, work * lanes / working);
        return switch (level) {
            case COOL -> Pace.FULL;
            case WARM -> new Pace(working, duty, SHORTER_PASSES, Priority.LOW, false);
            case HOT -> new Pace(working, duty, SHORTER_PASSES, Priority.LOW, true);
            case CRITICAL -> new Pace(working, duty, SHORTER_PASSES, highest, true);
        };
    }
}
