// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.util.Optional;
import java.util.OptionalLong;

/// What a board tells of itself at one moment. Immutable.
///
/// @param heat of the part that is nearest to its limit; empty where no temperature can be read
/// @param underVoltage whether the supply is too weak at this moment
/// @param throttled whether the kernel, or the firmware below it, slows the processors down at this moment
/// @param overCurrents events since the board was started; a Jetson counts them
/// @param powerMode a Jetson's
public record BoardReading(
        Optional<Heat> heat,
        Frequency frequency,
        boolean underVoltage,
        boolean throttled,
        OptionalLong overCurrents,
        Optional<String> powerMode) {
    /// Of the fastest cores, in Hz; empty where the kernel does not tell.
    public record Frequency(OptionalLong now, OptionalLong most) {}
}
