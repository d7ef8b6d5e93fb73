// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.List;
import java.util.Set;

/// Finds telephone numbers. Immutable, thread-safe.
///
/// - Without a cue: numbers that are valid in the region, or anywhere with `+` and a country code, and written as
///   people write phone numbers; never a bare run of digits, and a row of numbers parted by spaces only if the groups
///   are those of the country.
/// - After a cue ("call", "tel", "mobile" …): numbers that are possible, and local numbers without area code.
/// - After a word that announces another kind of number ("account", "serial" …): none.
///
/// The library loads its tables when the first text with enough digits arrives, not before. It uses
/// `java.util.regex`, so that it gets pieces of bounded length, and a bounded number of tries on each.
final class PhonePattern implements Recognizer {
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS_IN_A_ROW = 17;
    private static final int LONGEST_RUN = 200;
    private static final int EXTENSION_ROOM = 18;
    private static final long TRIES = 16;
    private static final int CUE_WORDS = 6;

    private static final Set<String> CUES = WordSet.of(
            "call calls calling phone phones telephone tel ph ring dial contact ext extension mobile mob",
            "cell cellphone fax hotline helpline text sms whatsapp reach landline handy telefon anrufen");
    private static final Set<String> OTHER_NUMBERS = WordSet.of(
            "serial sn part pn asset tag order po wo invoice account acct ticket ref reference id card",
            "iban barcode sku batch lot isbn ssn model article omb imei vat tax");

    private final String region;
    private final PhoneValues values;

    PhonePattern(String region) {
        this.region = region;
        this.values = new PhoneValues(region);
    }

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.digits() < FEWEST_DIGITS) {
            return;
        }
        int at = 0;
        while (at < source.length()) {
            int end = at;
            int digits = 0;
            int row = 0;
            int longestRow = 0;
            while (isPhoneCharacter(source.at(end)) && end < source.length()) {
                boolean digit = source.digitAt(end) && !source.isClaimed(end);
                digits += digit ? 1 : 0;
                row = digit ? row + 1 : 0;
                longestRow = Math.max(longestRow, row);
                end++;
            }
            if (digits >= FEWEST_DIGITS && longestRow <= MOST_DIGITS_IN_A_ROW && end - at <= LONGEST_RUN) {
                findIn(source, at, end, found);
            }
            at = end + 1;
        }
    }

    private void findIn(Source source, int runStart, int end, List<PatternMatch> found) {
        int start = runStart;
        while (!source.digitAt(start) && source.at(start) != '+' && source.at(start) != '(') {
            start++;
        }
        // One character before, because the library looks whether the number is the tail of a word.
        int from = Math.max(0, start - 1);
        boolean zeros = isInternationalPrefix(source, start);
        String piece = source.folded().substring(from, Math.min(source.length(), end + EXTENSION_ROOM));
        if (zeros) {
            piece = piece.substring(0, start - from) + " +" + piece.substring(start - from + 2);
        }
        Leniency leniency = isCued(source, start) ? Leniency.POSSIBLE : Leniency.VALID;
        for (PhoneNumberMatch match : PhoneNumberUtil.getInstance().findNumbers(piece, region, leniency, TRIES)) {
            int first = from + match.start() - (zeros && match.start() == start - from + 1 ? 1 : 0);
            if (first < end) {
                add(source, match, first, from + match.end(), found);
            }
        }
    }

    private void add(Source source, PhoneNumberMatch match, int from, int end, List<PatternMatch> found) {
        int start = from;
        // A bracket that is not closed belongs to the sentence.
        while (match.rawString().indexOf(')') < 0 && (source.at(start) == '(' || source.at(start) == ' ')) {
            start++;
        }
        if (isGlued(source, start, end) || isTail(source, start)) {
            return;
        }
        boolean cued = isCued(source, start);
        if (!cued && Cues.before(source, start, 2).within(OTHER_NUMBERS)) {
            return;
        }
        String value = values.of(match.number(), source.folded().substring(start, end), cued);
        if (value != null) {
            found.add(new PatternMatch(PatternType.PHONE, start, end, value));
        }
    }

    /// `0049 30 123456`: the international prefix of most of the world, understood in every region.
    private static boolean isInternationalPrefix(Source source, int start) {
        boolean next = source.at(start + 2) == ' ' ? source.digitAt(start + 3) : source.digitAt(start + 2);
        return source.folded().startsWith("00", start) && source.at(start + 2) != '0' && next;
    }

    private static boolean isCued(Source source, int start) {
        for (String word : Cues.before(source, start, CUE_WORDS).words()) {
            if (OTHER_NUMBERS.contains(word)) {
                return false;
            }
            if (CUES.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPhoneCharacter(char c) {
        return Source.isDigit(c) || c == ' ' || c == '+' || c == '(' || c == ')' || c == '-' || c == '.' || c == '/';
    }

    private static boolean isGlued(Source source, int start, int end) {
        char before = source.at(start - 1);
        boolean inner = (before == '-' || before == '/' || before == '.') && source.digitAt(start - 2);
        return isWordBefore(source, start) || "#$%*=_".indexOf(before) >= 0 || inner || isGluedAfter(source, end);
    }

    /// True if the number is the end of a word; "call5551234" is a slip of the keyboard.
    private static boolean isWordBefore(Source source, int start) {
        Tokens tokens = source.tokens();
        int before = tokens.indexAt(start) - 1;
        boolean slip = tokens.end(before) == start && CUES.contains(tokens.word(before));
        return source.digitAt(start - 1) || (source.digitAt(start) && source.wordAt(start - 1) && !slip);
    }

    /// True if the match is what the library could use of a longer row: `189 1111 1111` of `86 189 1111 1111`.
    private static boolean isTail(Source source, int start) {
        int before = start - 1;
        while (source.at(before) == ' ' && before > 0) {
            before--;
        }
        boolean row = source.digitAt(before) || source.at(before) == ')';
        return row && source.at(start) != '+';
    }

    private static boolean isGluedAfter(Source source, int end) {
        char after = source.at(end);
        boolean inner = (after == '-' || after == '/' || after == '.' || after == ',') && source.digitAt(end + 1);
        return source.wordAt(end) || inner || "%*=".indexOf(after) >= 0;
    }
}
