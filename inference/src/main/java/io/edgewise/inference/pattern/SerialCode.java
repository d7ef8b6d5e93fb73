// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import com.google.re2j.Pattern;
import java.util.Set;

/// Which codes are plainly identifiers, with nothing around them that says so. Immutable.
///
/// The shapes come from how plants tag equipment (ISA-5.1: `PT-101A`, `TIC-4031-B`) and how makers number types and
/// pieces (`SN8839-AX2`, `FX3U-64MR`).
final class SerialCode {
    private static final int MOST_LETTERS = 4;
    private static final int SHORTEST_MIXED = 6;

    /// Letters, then groups: `P-17`, `CV-102`, `TIC-4031-B`, `AB_12`.
    private static final Pattern TAG = Pattern.compile("[A-Z]{1,4}(?:[-_][A-Z0-9]{1,10}){1,5}");
    /// Two letters or more, then a slash or a dot: `AB/1234`, `PLC.204`.
    private static final Pattern PATH = Pattern.compile("[A-Z]{2,4}(?:[/.][0-9]{2,6}[A-Z]?){1,3}");
    /// A tag with the letters of its twins: `P-101A/B`.
    private static final Pattern TWINS = Pattern.compile("[A-Z]{1,4}[-_][0-9]{1,6}[A-Z]?(?:/[A-Z0-9]{1,2}){1,3}");
    /// Letters and digits in the first group: `SN8839-AX2`, `6ES7315-2AG10`.
    private static final Pattern MODEL = Pattern.compile("[A-Z0-9]{2,12}(?:[-_/.][A-Z0-9]{1,12}){1,5}");
    /// A group that begins with a letter and has a digit, or has a letter between digits.
    private static final Pattern CODED_GROUP =
            Pattern.compile("(?:^|.*[-_/.])(?:[A-Z]{1,4}[0-9]+|[0-9]+[A-Z]+[0-9])[A-Z0-9]*(?:[-_/.].*|$)");
    /// Letters and digits in one piece: `AB12CD34`. A number with its unit, or several, is none: `1200RPM`, `12H30M`.
    private static final Pattern MIXED = Pattern.compile("[A-Z0-9]{6,24}");
    private static final Pattern MEASURES = Pattern.compile("(?:[0-9]+[A-Z]{1,2})+|[0-9]+[A-Z]+|[0-9X]+");
    private static final Pattern PERIOD = Pattern.compile("(?:.*[-_/.])?(?:Q[1-4]|W[0-5]?[0-9])(?:[-_/.].*)?");
    private static final Pattern THREAD = Pattern.compile("M[0-9]+(?:[-X./].*)?");

    /// Standards, encodings, interfaces, words: what stands before a hyphen and a number and is no tag.
    private static final Set<String> ORDINARY = WordSet.of(
            "UTF ISO IEC EN DIN ANSI ASTM ASME IEEE RFC SHA AES MD USB RS IP CAT HTTP TLS SSL MP MPEG PM",
            "CO GPT PH WD SAE API UL NFPA BS JIS MIL STD TCP UDP COP SARS COV VHS DVD CD HD IPV MI JAN",
            "FEB MAR APR MAY JUN JUNE JUL JULY AUG SEP SEPT OCT NOV DEC MON TUE WED THU FRI SAT SUN Q FY",
            "CY W NO NR NUM FIG VOL SEC CH PG PP TYPE PART STEP PAGE WEEK YEAR DAY TEAM TOP AGE RUN DIV",
            "BOX EURO ACT FORM ITEM RULE PLAN PLUS WIN OVER UNDER UP TO OF ON BY IN AT X");
    private static final Set<String> NO_CODES =
            WordSet.of("R-22 R-32 R-134A R-290 R-404A R-407C R-410A R-744 CO-2 H-2 O-2 N-2 B-12 K-12");

    private SerialCode() {}

    /// @param code capitals and digits in groups parted by single `-`, `/`, `.` or `_`
    static boolean isPlain(String code) {
        int digits = (int) code.chars().filter(c -> Source.isDigit((char) c)).count();
        int letters = (int) code.chars().filter(c -> c >= 'A' && c <= 'Z').count();
        if (digits == 0 || letters == 0 || isOrdinary(code)) {
            return false;
        }
        if (firstSeparator(code) < 0) {
            return letters >= 2 && digits >= 2 && isMixed(code);
        }
        return (TAG.matches(code) && !hasWord(code))
                || PATH.matches(code)
                || TWINS.matches(code)
                || (digits >= 3 && isModel(code, digits));
    }

    private static boolean isMixed(String code) {
        return code.length() >= SHORTEST_MIXED
                && leadingLetters(code) <= MOST_LETTERS
                && MIXED.matches(code)
                && !MEASURES.matches(code);
    }

    private static boolean isModel(String code, int digits) {
        int letters = leadingLetters(code);
        return code.length() >= SHORTEST_MIXED
                && letters <= MOST_LETTERS
                && letters < firstSeparator(code)
                && (letters > 0 || digits >= 4)
                && MODEL.matches(code)
                && CODED_GROUP.matches(code)
                && !hasWord(code);
    }

    private static boolean isOrdinary(String code) {
        return (ORDINARY.contains(code.substring(0, leadingLetters(code)))
                        && firstSeparator(code) <= leadingLetters(code))
                || NO_CODES.contains(code)
                || PERIOD.matches(code)
                || THREAD.matches(code);
    }

    /// True if a group is five letters or more: a word, as in `T-SHIRT-2`.
    private static boolean hasWord(String code) {
        int row = 0;
        for (int i = 0; i < code.length(); i++) {
            row = Character.isLetter(code.charAt(i)) ? row + 1 : 0;
            if (row > MOST_LETTERS) {
                return true;
            }
        }
        return false;
    }

    private static int leadingLetters(String code) {
        int at = 0;
        while (at < code.length() && Character.isLetter(code.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int firstSeparator(String code) {
        for (int i = 0; i < code.length(); i++) {
            if (!Character.isLetterOrDigit(code.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
