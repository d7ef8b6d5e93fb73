// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.time.Duration;
import java.util.Map;

/// Numbers with units as documents write them.
public final class Numbers {
    private static final Map<String, Long> DURATION_UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "kB", 1_000L, "MB", 1_000_000L);

    /// A century: far beyond any use, and safe to count in nanoseconds and in MQTT's 32-bit seconds.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Numbers() {}

    /// A plain number, or NaN.
    static double parse(String raw) {
        try {
            return Double.parseDouble(raw);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// A duration such as `500ms`, `2s`, `5m`, `1h`, `7d`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Duration duration(String text) {
        Duration duration =
                Duration.ofMillis(scaled(text, DURATION_UNITS, "a duration such as 500ms, 2s, 5m, 1h or 7d"));
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected at most 36500d, got \"" + text + "\"");
        }
        return duration;
    }

    /// A size in bytes such as `512B`, `64KiB`, `16MiB`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static int sizeBytes(String text) {
        long bytes = scaled(text, SIZE_UNITS, "a size such as 512B, 64KiB or 16MiB");
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected a size below 2GiB, got \"" + text + "\"");
        }
        return (int) bytes;
    }

    private static long scaled(String text, Map<String, Long> units, String expected) {
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
            digits++;
        }
        Long scale = units.get(text.substring(digits).strip());
        if (digits == 0 || digits > 10 || scale == null) {
            throw new IllegalArgumentException("expected " + expected + ", got \"" + text + "\"");
        }
        return saturatedProduct(Long.parseLong(text.substring(0, digits)), scale);
    }

    /// Ten digits of GiB are more than a long holds; callers refuse what is too large for them.
    private static long saturatedProduct(long number, long scale) {
        return number > Long.MAX_VALUE / scale ? Long.MAX_VALUE : number * scale;
    }
}
