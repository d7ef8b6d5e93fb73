// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.BoardReading.Frequency;
import java.util.Optional;
import java.util.OptionalLong;

/// What a board with a limit of 80 °C may tell.
final class Readings {
    static final double LIMIT = 80;

    private Readings() {}

    static BoardReading at(double celsius) {
        return of(Optional.of(new Heat("chip", celsius, LIMIT)), false, false, OptionalLong.empty());
    }

    static BoardReading underVoltageAt(double celsius) {
        return of(Optional.of(new Heat("chip", celsius, LIMIT)), true, false, OptionalLong.empty());
    }

    static BoardReading throttledAt(double celsius) {
        return of(Optional.of(new Heat("chip", celsius, LIMIT)), false, true, OptionalLong.empty());
    }

    static BoardReading overCurrents(long events) {
        return of(Optional.empty(), false, false, OptionalLong.of(events));
    }

    static BoardReading nothing() {
        return of(Optional.empty(), false, false, OptionalLong.empty());
    }

    private static BoardReading of(
            Optional<Heat> heat, boolean underVoltage, boolean throttled, OptionalLong overCurrents) {
        Frequency untold = new Frequency(OptionalLong.empty(), OptionalLong.empty());
        return new BoardReading(heat, untold, underVoltage, throttled, overCurrents, Optional.empty());
    }
}
