// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import org.jspecify.annotations.Nullable;

/// What the reader of a text knows about the place it comes from. Immutable.
///
/// @param region ISO 3166 alpha-2 code in upper case, for phone numbers without country code and for `$`
/// @param dateOrder how `3/11/2026` is read
/// @param zone where "today" begins and ends
public record PatternOptions(String region, DateOrder dateOrder, ZoneId zone) {

    /// Checks the options.
    ///
    /// @throws IllegalArgumentException if one is null or the region is not an ISO 3166 alpha-2 code
    // The types say non-null; a caller without a null checker still gets a sentence instead of a
    // NullPointerException.
    public PatternOptions(@Nullable String region, @Nullable DateOrder dateOrder, @Nullable ZoneId zone) {
        if (region == null
                || !Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2).contains(region)) {
            throw new IllegalArgumentException(
                    "region: expected an ISO 3166 alpha-2 code in upper case such as \"US\" or \"DE\", got "
                            + (region == null ? "none" : "\"" + region + "\""));
        }
        this.region = region;
        this.dateOrder = required("dateOrder", "DAY_FIRST or MONTH_FIRST", dateOrder);
        this.zone = required("zone", "a time zone such as \"Europe/Berlin\"", zone);
    }

    /// United States, month first, UTC.
    public static PatternOptions defaults() {
        return ofRegion("US", ZoneOffset.UTC);
    }

    /// Options with the date order that is usual in the region.
    ///
    /// @throws IllegalArgumentException if the region is not an ISO 3166 alpha-2 code
    public static PatternOptions ofRegion(String region, ZoneId zone) {
        return new PatternOptions(region, region == null ? null : DateOrder.ofRegion(region), zone);
    }

    private static <T> T required(String name, String expected, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": expected " + expected + ", got none");
        }
        return value;
    }
}
