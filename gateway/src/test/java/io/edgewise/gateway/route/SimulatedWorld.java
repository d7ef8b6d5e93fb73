// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import java.util.SplittableRandom;

/// What a world of the simulation is like. Immutable.
///
/// @param plain nothing that makes it impossible to tell whether a message was worked on too often
/// @param steps most are short: what goes wrong mostly does so early, and so there can be more of them
/// @param conditional whether the route leaves steps out
record SimulatedWorld(
        int steps,
        boolean conditional,
        boolean plain,
        boolean renumbers,
        boolean floods,
        boolean losesSessions,
        boolean refuses) {
    private static final int LONG = 400;
    private static final int SHORT = 40;

    static SimulatedWorld of(SplittableRandom random) {
        boolean plain = random.nextInt(3) == 0;
        return new SimulatedWorld(
                random.nextInt(12) == 0 ? LONG : 1 + random.nextInt(SHORT),
                random.nextBoolean(),
                plain,
                random.nextBoolean(),
                !plain && random.nextBoolean(),
                !plain && random.nextBoolean(),
                random.nextBoolean());
    }
}
