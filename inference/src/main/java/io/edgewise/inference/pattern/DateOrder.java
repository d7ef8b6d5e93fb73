// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;

/// Which number comes first in a date such as `3/11/2026`. Immutable.
public enum DateOrder {
    /// 3 November 2026: most of the world.
    DAY_FIRST,
    /// March 11, 2026: the United States, its territories and a few others.
    MONTH_FIRST;

    // Unicode CLDR 48, short date pattern of English in each region. A list of ours, because the locale data of the
    // JDK is not in every reduced run time and costs tens of milliseconds to load.
    private static final Set<String> MONTH_FIRST_REGIONS =
            Set.of("US", "AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "VI");

    /// The usual order in a region.
    ///
    /// @param region an ISO 3166 alpha-2 code in upper case
    public static DateOrder ofRegion(String region) {
        return MONTH_FIRST_REGIONS.contains(region) ? MONTH_FIRST : DAY_FIRST;
    }
}
