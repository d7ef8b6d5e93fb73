// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.SimulatedBoard.Throttle;
import java.time.Duration;

/// The day of the plot: mild air, then the sun on the box, then a cool evening, in three hours.
final class HeatDay {
    static final Duration LENGTH = Duration.ofHours(3);
    /// Two fifths of the speed, for two fifths of the power, until it is five kelvins cooler.
    static final Throttle KERNEL = new Throttle(0.4, 0.4, 5);

    private static final double MILD = 22;
    private static final double SUN = 44;
    private static final double EVENING = 16;

    private HeatDay() {}

    static HeatRun governed() {
        return HeatRun.withGovernor(KERNEL, LENGTH, HeatDay::air, 1);
    }

    static HeatRun ungoverned() {
        return HeatRun.withoutGovernor(KERNEL, LENGTH, HeatDay::air);
    }

    static double air(double second) {
        double minute = second / 60;
        return between(minute, 30, 70, MILD, SUN) + between(minute, 110, 130, 0, EVENING - SUN);
    }

    /// From one to another between two minutes.
    private static double between(double minute, double from, double to, double one, double other) {
        return one + (other - one) * Math.clamp((minute - from) / (to - from), 0, 1);
    }
}
