// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/// Finds hardware addresses, EUI-48 and EUI-64 (IEEE 802), in the usual notations: `00:1b:44:11:3a:b7`,
/// `00-1B-44-11-3A-B7`, `001b.4411.3ab7`, and without separators after a word such as "MAC". Immutable, thread-safe.
final class MacPattern implements Recognizer {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 23;
    private static final Set<String> CUES = Set.of("mac", "eui", "deveui", "bssid", "bluetooth", "ble", "ethernet");

    @Override
    public void find(Source source, List<PatternMatch> found) {
        String lower = source.lower();
        int at = 0;
        while (at < lower.length()) {
            int end = at;
            while (end < lower.length() && isAddressCharacter(lower.charAt(end))) {
                end++;
            }
            int last = end;
            while (last > at && ":-.".indexOf(lower.charAt(last - 1)) >= 0) {
                last--;
            }
            if (last - at >= SHORTEST && last - at <= LONGEST && !source.wordAt(at - 1) && !source.wordAt(end)) {
                add(source, at, last, found);
            }
            at = end + 1;
        }
    }

    private static void add(Source source, int start, int end, List<PatternMatch> found) {
        String run = source.lower().substring(start, end);
        if (isAddress(source, start, run)) {
            found.add(new PatternMatch(PatternType.MAC, start, end, value(run)));
        }
    }

    private static boolean isAddress(Source source, int start, String run) {
        if (Notation.COLONS.matches(run)) {
            return true;
        }
        boolean hexadecimal = run.chars().anyMatch(c -> c >= 'a');
        boolean written = Notation.DASHES.matches(run) || Notation.DOTS.matches(run);
        return (written && hexadecimal)
                || ((written || Notation.BARE.matches(run))
                        && Cues.before(source, start, 3).within(CUES));
    }

    /// The notations; compiled when the first run of enough hexadecimal digits arrives.
    private static final class Notation {
        private static final Pattern COLONS = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?:(?::[0-9a-f]{2}){2})?");
        private static final Pattern DASHES = Pattern.compile("[0-9a-f]{2}(?:-[0-9a-f]{2}){5}(?:(?:-[0-9a-f]{2}){2})?");
        private static final Pattern DOTS = Pattern.compile("[0-9a-f]{4}(?:\\.[0-9a-f]{4}){2}(?:\\.[0-9a-f]{4})?");
        private static final Pattern BARE = Pattern.compile("[0-9a-f]{12}(?:[0-9a-f]{4})?");
    }

    private static String value(String run) {
        StringBuilder value = new StringBuilder(LONGEST);
        int digits = 0;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                value.append(digits > 0 && digits % 2 == 0 ? ":" : "").append(c);
                digits++;
            }
        }
        return value.toString();
    }

    private static boolean isAddressCharacter(char c) {
        return Source.isDigit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '-' || c == '.';
    }
}
