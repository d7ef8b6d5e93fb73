// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a segment's file, as `00000001-9f86d081884c7d65.log`. Immutable.
///
/// @param number counts up; records of a lower number are older
/// @param run a random number of the process that wrote it
record SegmentName(int number, long run) {
    private static final Pattern FORM = Pattern.compile("(\\d{8,9})-([0-9a-f]{16})\\.log");

    /// @return empty for a file that is no segment
    static Optional<SegmentName> parse(String file) {
        Matcher matcher = FORM.matcher(file);
        return matcher.matches()
                ? Optional.of(new SegmentName(
                        Integer.parseInt(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%08d-%016x.log", number, run);
    }
}
