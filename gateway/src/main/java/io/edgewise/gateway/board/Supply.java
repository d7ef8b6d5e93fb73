// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a Raspberry Pi tells of its supply and a Jetson of its power budget. Nothing here needs root, a device or a
/// vendor's tool. Immutable.
///
/// Sources: `drivers/hwmon/raspberrypi-hwmon.c`, `drivers/firmware/raspberrypi.c` of the Raspberry Pi kernel;
/// `nvpmodel.conf` of Jetson Linux.
record Supply(SystemFiles files) {
    private static final long UNDER_VOLTAGE = 1;
    /// Frequency capped, throttled, soft temperature limit: each at this moment. Higher bits tell of the past.
    private static final long THROTTLED = 0b1110;

    private static final Pattern POWER_MODE = Pattern.compile("pmode:(\\d{1,9})(?!\\d)");
    private static final Pattern NAMED_MODE =
            Pattern.compile("<\\s*POWER_MODEL\\s+ID=(\\d{1,9})\\s+NAME=([^\\s>]+)\\s*>");

    boolean isUnderVoltage() {
        return (firmware() & UNDER_VOLTAGE) != 0
                || hwmon("rpi_volt")
                                .map(monitor -> SystemFiles.number(monitor.resolve("in0_lcrit_alarm"), 10))
                                .orElse(OptionalLong.empty())
                                .orElse(0)
                        != 0;
    }

    boolean isThrottled() {
        return (firmware() & THROTTLED) != 0;
    }

    /// The flags of a Raspberry Pi's firmware, in hex, where its kernel shows them; else none.
    private long firmware() {
        return files.children("sys/devices/platform", "soc*").stream()
                .flatMap(soc -> SystemFiles.children(soc, "soc*:firmware").stream())
                .map(firmware -> SystemFiles.number(firmware.resolve("get_throttled"), 16))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(0);
    }

    OptionalLong overCurrents() {
        List<Path> counters = hwmon("soctherm_oc")
                .map(monitor -> SystemFiles.children(monitor, "oc*_event_cnt"))
                .orElse(List.of());
        return counters.stream()
                .map(counter -> SystemFiles.number(counter, 10))
                .flatMapToLong(OptionalLong::stream)
                .reduce(Long::sum);
    }

    private Optional<Path> hwmon(String name) {
        return files.children("sys/class/hwmon", "hwmon*").stream()
                .filter(monitor -> SystemFiles.text(monitor.resolve("name"))
                        .filter(name::equals)
                        .isPresent())
                .findFirst();
    }

    /// Its name, or its number where the table does not name it.
    Optional<String> powerMode() {
        return files.text("var/lib/nvpmodel/status")
                .map(POWER_MODE::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .map(id -> named(id).orElse(String.valueOf(id)));
    }

    private Optional<String> named(int id) {
        return NAMED_MODE
                .matcher(files.text("etc/nvpmodel.conf").orElse(""))
                .results()
                .filter(mode -> Integer.parseInt(mode.group(1)) == id)
                .map(mode -> mode.group(2))
                .findFirst();
    }
}
