// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.util.OptionalDouble;

/// Boards that tell more of themselves than others, or have a limit of their own.
public enum BoardKind {
    RASPBERRY_PI_4("Raspberry Pi 4"),
    RASPBERRY_PI_5("Raspberry Pi 5"),
    RASPBERRY_PI("Raspberry Pi"),
    JETSON("NVIDIA Jetson"),
    GENERIC("generic");

    /// From here on the firmware of a Raspberry Pi slows its cores down, whatever the kernel's trip points say.
    ///
    /// Source: Raspberry Pi documentation, "Frequency management and thermal control".
    private static final double RASPBERRY_PI_LIMIT = 80;
    /// A cautious one for a board that does not tell.
    private static final double UNTOLD_LIMIT = 85;

    private final String label;

    BoardKind(String label) {
        this.label = label;
    }

    /// For people.
    public String label() {
        return label;
    }

    /// The temperature in °C at which the board slows itself down.
    ///
    /// @param trip the lowest trip point of a thermal zone at which its kernel does
    double limit(OptionalDouble trip) {
        return switch (this) {
            case RASPBERRY_PI_4, RASPBERRY_PI_5, RASPBERRY_PI ->
                Math.min(RASPBERRY_PI_LIMIT, trip.orElse(RASPBERRY_PI_LIMIT));
            case JETSON, GENERIC -> trip.orElse(UNTOLD_LIMIT);
        };
    }

    /// @param compatible entries of the device tree, the most specific first
    static BoardKind of(String model, String compatible) {
        if (model.startsWith("Raspberry Pi") || compatible.contains("raspberrypi,")) {
            // The processor, so that compute modules and keyboards are of their kind too.
            return compatible.contains("brcm,bcm2712") || model.contains("Pi 5")
                    ? RASPBERRY_PI_5
                    : compatible.contains("brcm,bcm2711") || model.contains("Pi 4") ? RASPBERRY_PI_4 : RASPBERRY_PI;
        }
        return compatible.contains("nvidia,tegra") || model.contains("Jetson") ? JETSON : GENERIC;
    }
}
