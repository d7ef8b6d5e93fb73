// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import com.google.re2j.Pattern;
import java.util.List;

/// Finds payment card numbers (ISO/IEC 7812): digits in one piece or in the groups printed on cards, of a known
/// issuer, with a correct Luhn digit, and not inside a longer row of digits. Immutable, thread-safe.
///
/// The 13-digit numbers of old Visa cards are left out: every tenth bar code (EAN-13) that starts with 4 looks like
/// one.
final class CardPattern implements Recognizer {
    private static final int FEWEST_DIGITS = 14;
    private static final int LONGEST = 19;

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.digits() < FEWEST_DIGITS) {
            return;
        }
        int at = 0;
        while (at < source.length()) {
            int end = at;
            while (source.digitAt(end) || isInnerSeparator(source, end)) {
                end++;
            }
            int last = withoutExpiry(source, at, end);
            if (last - at >= FEWEST_DIGITS && last - at <= LONGEST && !isGlued(source, at, last)) {
                add(source, at, last, found);
            }
            at = end + 1;
        }
    }

    private static void add(Source source, int start, int end, List<PatternMatch> found) {
        String written = source.folded().substring(start, end);
        if (Known.GROUPS.matches(written)) {
            String digits = written.replace(" ", "").replace("-", "");
            if (CardIssuers.isValid(digits)) {
                found.add(new PatternMatch(PatternType.CARD, start, end, digits));
            }
        }
    }

    /// How the numbers of cards look; built when the first number that may be one arrives.
    private static final class Known {
        private static final Pattern GROUPS = Pattern.compile(
                "\\d{14,16}|\\d{4}(?: \\d{4}){3}|\\d{4}(?:-\\d{4}){3}|\\d{4} \\d{6} \\d{4,5}|\\d{4}-\\d{6}-\\d{4,5}");
    }

    private static boolean isInnerSeparator(Source source, int at) {
        return (source.at(at) == ' ' || source.at(at) == '-') && source.digitAt(at - 1) && source.digitAt(at + 1);
    }

    /// Cuts the month off a number that is followed by `12/27`.
    private static int withoutExpiry(Source source, int start, int end) {
        boolean month = source.at(end) == '/' && end - 3 > start && source.at(end - 3) == ' ';
        return month ? end - 3 : end;
    }

    private static boolean isGlued(Source source, int start, int end) {
        boolean decimal = (source.at(end) == '.' || source.at(end) == ',') && source.digitAt(end + 1);
        return source.wordAt(start - 1) || source.wordAt(end) || decimal || ".,-+/#".indexOf(source.at(start - 1)) >= 0;
    }
}
