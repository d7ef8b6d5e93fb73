// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// `/sys/class/thermal`: where it is how hot, and whether the kernel slows processors down for it.
///
/// Source: kernel documentation, `driver-api/thermal/sysfs-api`.
final class ThermalZones {
    private static final String FOLDER = "sys/class/thermal";
    private static final double MILLI = 1_000;
    /// A sensor that says anything else is broken; so is a trip point.
    private static final double LEAST_CELSIUS = -40;
    private static final double MOST_CELSIUS = 150;
    private static final double LEAST_TRIP_CELSIUS = 40;
    /// At `active` ones a fan turns faster, at `critical` ones the board turns itself off.
    private static final Set<String> SLOWING_TRIPS = Set.of("passive", "hot");

    private final SystemFiles files;
    private final BoardKind kind;
    private final OptionalDouble siteLimit;

    /// @param siteLimit in °C, in place of what the board says
    ThermalZones(SystemFiles files, BoardKind kind, OptionalDouble siteLimit) {
        this.files = files;
        this.kind = kind;
        this.siteLimit = siteLimit;
    }

    /// The zone that is nearest to its limit; empty where none can be read.
    Optional<Heat> hottest() {
        return files.children(FOLDER, "thermal_zone*").stream()
                .flatMap(zone -> heat(zone).stream())
                .min(Comparator.comparingDouble(Heat::headroom));
    }

    private Optional<Heat> heat(Path zone) {
        OptionalDouble celsius = celsius(zone.resolve("temp"), LEAST_CELSIUS);
        if (celsius.isEmpty()) {
            return Optional.empty();
        }
        String name = SystemFiles.text(zone.resolve("type")).orElse(String.valueOf(zone.getFileName()));
        return Optional.of(new Heat(name, celsius.getAsDouble(), siteLimit.orElseGet(() -> kind.limit(trip(zone)))));
    }

    private static OptionalDouble trip(Path zone) {
        return SystemFiles.children(zone, "trip_point_*_type").stream()
                .filter(type -> SLOWING_TRIPS.contains(SystemFiles.text(type).orElse("")))
                .map(type -> String.valueOf(type.getFileName()).replace("_type", "_temp"))
                .map(name -> celsius(zone.resolve(name), LEAST_TRIP_CELSIUS))
                .flatMapToDouble(OptionalDouble::stream)
                .min();
    }

    private static OptionalDouble celsius(Path file, double least) {
        OptionalLong milli = SystemFiles.number(file, 10);
        double celsius = milli.orElse(Long.MIN_VALUE) / MILLI;
        return celsius >= least && celsius <= MOST_CELSIUS ? OptionalDouble.of(celsius) : OptionalDouble.empty();
    }

    /// Whether a processor is slowed down by the kernel at this moment: a fan that turns is no such thing.
    boolean slowsProcessors() {
        return files.children(FOLDER, "cooling_device*").stream()
                .filter(device ->
                        isProcessor(SystemFiles.text(device.resolve("type")).orElse("")))
                .anyMatch(device ->
                        SystemFiles.number(device.resolve("cur_state"), 10).orElse(0) > 0);
    }

    private static boolean isProcessor(String type) {
        return type.contains("cpufreq") || type.equals("Processor");
    }
}
