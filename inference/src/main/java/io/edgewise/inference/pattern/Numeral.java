// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A number as it stands in the text. Immutable.
///
/// @param start index of its first character, sign included
/// @param end index after its last character
/// @param value its value; scale as written
/// @param whole if it is written in digits only, as a label would be
/// @param inWords if it is spelled out
record Numeral(int start, int end, BigDecimal value, boolean whole, boolean inWords) {
    private static final int LONGEST = 30;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_GROUPS = 4;
    private static final String SEPARATORS = ".,'";

    /// Reads the number in digits that begins at a token, null if none does. Looks at a bounded piece of text.
    static @Nullable Numeral read(Source source, int token) {
        int start = source.tokens().start(token);
        if (!source.tokens().isNumber(token, 1, MOST_DIGITS) || isGlued(source, token)) {
            return null;
        }
        int end = end(source, start);
        if (end - start > LONGEST || isTorn(source, end)) {
            return null;
        }
        boolean leadingPoint = source.at(start - 1) == '.';
        String digits = normal(source.folded().substring(start, end));
        if (digits == null || (leadingPoint && end != source.tokens().end(token))) {
            return null;
        }
        BigDecimal value = new BigDecimal(leadingPoint ? "0." + digits : digits);
        int first = leadingPoint ? start - 1 : start;
        boolean whole = end == source.tokens().end(token) && !leadingPoint;
        Numeral number = new Numeral(first, end, value, whole, false);
        if (whole && isGroup(source, token)) {
            return null;
        }
        number = whole ? number.withGroups(source, token) : number;
        number = Fractions.extend(source, number);
        return number == null ? null : number.withSign(source);
    }

    /// True if the digits belong to something else: a word, a clock time, the second half of a fraction, a code.
    private static boolean isGlued(Source source, int token) {
        int start = source.tokens().start(token);
        char before = source.at(start - 1);
        boolean digitBefore = source.digitAt(start - 2);
        return switch (before) {
            case 'x', 'X' -> !digitBefore;
            case 'Ø', 'ø' -> source.wordAt(start - 2);
            case '.' -> source.wordAt(start - 2) || source.at(start - 2) == '.';
            case ',', '\'', ':', '/' -> digitBefore;
            case '#', '_', '\\', '^' -> true;
            case '-' -> digitBefore ? isInCode(source, token) : source.wordAt(start - 2) || source.at(start - 2) == '-';
            case ' ' -> isSpacedDecimal(source, token);
            default -> Character.isLetterOrDigit(before);
        };
    }

    /// True if the number before a hyphen has a letter, a hyphen or a point before it, as in `TT2-173`.
    private static boolean isInCode(Source source, int token) {
        int before = source.tokens().start(token - 2) - 1;
        return source.wordAt(before) || source.at(before) == '-';
    }

    /// True if the number is the second half of one that was torn apart: `46 . 8`.
    private static boolean isSpacedDecimal(Source source, int token) {
        Tokens tokens = source.tokens();
        boolean point = tokens.isMark(token - 1, '.') || tokens.isMark(token - 1, ',') || tokens.isMark(token - 1, '/');
        return point && tokens.isNumber(token - 2) && !tokens.touchesNext(token - 2);
    }

    /// True if the number is the first half of such a one.
    private static boolean isTorn(Source source, int end) {
        return source.folded().startsWith(" . ", end) && source.digitAt(end + 3);
    }

    private static int end(Source source, int start) {
        int end = start;
        while (end - start <= LONGEST && (source.digitAt(end) || isInner(source, end))) {
            end++;
        }
        return end;
    }

    private static boolean isInner(Source source, int at) {
        boolean hardSpace =
                source.at(at) == ' ' && at < source.length() && source.text().charAt(at) != ' ';
        return (SEPARATORS.indexOf(source.at(at)) >= 0 || hardSpace) && source.digitAt(at + 1);
    }

    /// The number with '.' as decimal point and no separators of thousands, null if the separators make no sense.
    ///
    /// `1,200` is 1200 and `21,5` is 21.5; `1.200` is 1.2, since a point before thousands is certain only in
    /// `1.200.000` and `1.200,5`.
    private static @Nullable String normal(String written) {
        int first = separator(written, 0);
        if (first < 0) {
            return written;
        }
        int last = first;
        boolean thousands = first <= 3;
        for (int next = separator(written, first + 1); next >= 0; next = separator(written, next + 1)) {
            thousands &= next - last == 4 && written.charAt(last) == written.charAt(first);
            last = next;
        }
        char lastMark = written.charAt(last);
        boolean decimalMark = lastMark == '.' || lastMark == ',';
        boolean lastThousands = thousands && lastMark == written.charAt(first) && written.length() - last == 4;
        if (last == first) {
            boolean group = lastThousands && lastMark != '.' && written.charAt(0) != '0';
            return group ? plain(written) : decimalMark ? decimal(written, last) : null;
        }
        if (lastThousands) {
            return plain(written);
        }
        return thousands && decimalMark && lastMark != written.charAt(first) ? decimal(written, last) : null;
    }

    private static int separator(String number, int from) {
        for (int i = from; i < number.length(); i++) {
            if (!Source.isDigit(number.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String decimal(String number, int mark) {
        return plain(number.substring(0, mark)) + "." + number.substring(mark + 1);
    }

    private static String plain(String number) {
        StringBuilder digits = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            if (Source.isDigit(number.charAt(i))) {
                digits.append(number.charAt(i));
            }
        }
        return digits.toString();
    }

    /// True if three digits stand after others and a space: `10 200 kg` is one amount or two, unless the first is a
    /// label.
    private static boolean isGroup(Source source, int token) {
        return isGroupAfter(source, token)
                && !Labels.standBefore(source, source.tokens().start(token - 1));
    }

    private static boolean isGroupAfter(Source source, int token) {
        Tokens tokens = source.tokens();
        return tokens.isNumber(token, 3, 3)
                && tokens.isNumber(token - 1, 1, 3)
                && tokens.start(token) - tokens.end(token - 1) == 1;
    }

    /// `10 000` and `1 200 050`: a group that begins with zero is certainly one.
    private Numeral withGroups(Source source, int token) {
        int last = token;
        boolean certain = false;
        while (last - token < MOST_GROUPS && isGroupAfter(source, last + 1)) {
            last++;
            certain |= source.at(source.tokens().start(last)) == '0';
        }
        if (!certain) {
            return this;
        }
        int newEnd = source.tokens().end(last);
        return new Numeral(
                start, newEnd, new BigDecimal(plain(source.folded().substring(start, newEnd))), false, false);
    }

    private Numeral withSign(Source source) {
        char before = source.at(start - 1);
        char beforeSign = source.at(start - 2);
        boolean free = !Character.isLetterOrDigit(beforeSign) && ")]%°\"'".indexOf(beforeSign) < 0;
        if ((before == '-' || before == '+') && free) {
            return new Numeral(start - 1, end, before == '-' ? value.negate() : value, false, inWords);
        }
        return this;
    }

    Numeral times(BigDecimal factor, int newEnd) {
        BigDecimal product = value.multiply(factor).stripTrailingZeros();
        return new Numeral(start, newEnd, product, false, inWords);
    }

    /// The value without exponent.
    String text() {
        return value.toPlainString();
    }
}
