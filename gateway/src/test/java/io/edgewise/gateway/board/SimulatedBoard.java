// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

/// A chip in a case: two masses that warm each other, and a kernel that slows the chip down. Virtual time.
///
/// The figures are those of a small board in a closed box in the sun, chosen so that it can't do all its work: full
/// load would bring it to 92 °C, rest to 60 °C.
final class SimulatedBoard {
    static final double LIMIT = Readings.LIMIT;
    static final int LANES = 3;

    private static final double IDLE_WATTS = 2.2;
    private static final double LANE_WATTS = 1.2;
    private static final double CHIP_TO_CASE_KELVIN_PER_WATT = 3;
    private static final double CASE_TO_AIR_KELVIN_PER_WATT = 6;
    private static final double CHIP_JOULE_PER_KELVIN = 4;
    private static final double CASE_JOULE_PER_KELVIN = 80;

    /// How the kernel slows the chip down at the limit, until it is so much cooler.
    ///
    /// @param speed the share of its speed that is left
    /// @param power the share of its power that this takes: less than the speed where the voltage falls, too
    record Throttle(double speed, double power, double hysteresis) {}

    private final Throttle throttle;
    private double air = 40;
    private double chip = air + IDLE_WATTS * (CHIP_TO_CASE_KELVIN_PER_WATT + CASE_TO_AIR_KELVIN_PER_WATT);
    private double casing = air + IDLE_WATTS * CASE_TO_AIR_KELVIN_PER_WATT;
    private boolean throttled;

    SimulatedBoard(Throttle throttle) {
        this.throttle = throttle;
    }

    void air(double celsius) {
        air = celsius;
    }

    double celsius() {
        return chip;
    }

    boolean isThrottled() {
        return throttled;
    }

    /// Goes on.
    ///
    /// @param busy lanes at work, in the mean
    /// @return what they did, as a share of what all lanes can
    double run(double busy, double seconds) {
        if (chip >= LIMIT) {
            throttled = true;
        } else if (chip <= LIMIT - throttle.hysteresis()) {
            throttled = false;
        }
        double watts = IDLE_WATTS + LANE_WATTS * busy * (throttled ? throttle.power() : 1);
        double toCase = (chip - casing) / CHIP_TO_CASE_KELVIN_PER_WATT;
        double toAir = (casing - air) / CASE_TO_AIR_KELVIN_PER_WATT;
        chip += (watts - toCase) / CHIP_JOULE_PER_KELVIN * seconds;
        casing += (toCase - toAir) / CASE_JOULE_PER_KELVIN * seconds;
        return busy / LANES * (throttled ? throttle.speed() : 1);
    }
}
