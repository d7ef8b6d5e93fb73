// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.ArrayList;
import java.util.List;

/// Makes fields end where codes end: tokenizers cut `CV-102` and `K-204/B` at their signs, and a head that labels each
/// part may begin or end a field inside of one.
///
/// A field that begins or ends inside a code is stretched to its border. Fields of a head that then overlap become one,
/// with type and score of the likeliest. Nothing else changes, and a code that no field touches stays without.
final class WholeCodes {
    private static final String SIGNS = "-/_";
    private static final int MOST_CAPITALS = 4;
    private static final int MOST_SMALL_LETTERS = 2;
    private static final int MOST_LETTERS_LATER = 3;
    private static final int SHORTEST_MIXED = 5;

    private WholeCodes() {}

    /// @param fields of one head, by place and without overlap
    static List<Field> of(String text, List<Field> fields) {
        List<Field> whole = new ArrayList<>();
        for (Field field : fields) {
            Field next = stretched(text, field);
            if (!whole.isEmpty() && whole.getLast().overlaps(next)) {
                next = joined(text, whole.removeLast(), next);
            }
            whole.add(next);
        }
        return whole;
    }

    private static Field stretched(String text, Field field) {
        int start = startOfCode(text, field.start());
        int end = endOfCode(text, field.end());
        return start == field.start() && end == field.end() ? field : placed(text, field, start, end);
    }

    private static Field joined(String text, Field first, Field second) {
        Field likelier = second.score() > first.score() ? second : first;
        return placed(text, likelier, first.start(), Math.max(first.end(), second.end()));
    }

    private static Field placed(String text, Field field, int start, int end) {
        String stretch = text.substring(start, end);
        return new Field(field.group(), field.type(), stretch, start, end, field.value(), field.score(), field.by());
    }

    /// Where the code starts that `at` is inside of, or `at`.
    private static int startOfCode(String text, int at) {
        return isInside(text, at) && isCode(text, first(text, at), after(text, at)) ? first(text, at) : at;
    }

    private static int endOfCode(String text, int at) {
        return isInside(text, at) && isCode(text, first(text, at), after(text, at)) ? after(text, at) : at;
    }

    private static boolean isInside(String text, int at) {
        return isPart(text, at - 1) && isPart(text, at);
    }

    private static int first(String text, int at) {
        int first = at;
        while (isPart(text, first - 1)) {
            first--;
        }
        return first;
    }

    private static int after(String text, int at) {
        int after = at;
        while (isPart(text, after)) {
            after++;
        }
        return after;
    }

    /// A letter, a digit, or a sign with one of these on both sides.
    private static boolean isPart(String text, int at) {
        return isCoded(text, at)
                || (at >= 0
                        && at < text.length()
                        && SIGNS.indexOf(text.charAt(at)) >= 0
                        && isCoded(text, at - 1)
                        && isCoded(text, at + 1));
    }

    private static boolean isCoded(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) < 0x80 && Character.isLetterOrDigit(text.charAt(at));
    }

    /// Whether groups between signs are a code: with a digit, beginning with few letters (`TIC-4031-B`, `p-17`) or with
    /// letters and digits mixed (`6ES7315-2AG10`), and without words (`3-phase`, `mid-2019`, `PUMP-1/spare`).
    private static boolean isCode(String text, int from, int to) {
        boolean digit = false;
        for (int start = from; start < to; ) {
            int end = start;
            int letters = 0;
            int small = 0;
            while (end < to && isCoded(text, end)) {
                letters += Character.isLetter(text.charAt(end)) ? 1 : 0;
                small += Character.isLowerCase(text.charAt(end)) ? 1 : 0;
                end++;
            }
            boolean mixed = letters > 0 && letters < end - start;
            digit |= letters < end - start;
            boolean fits = start == from
                    ? isFirst(letters, small, mixed, end - start, text.charAt(start))
                    : isLater(letters, mixed);
            if (!fits) {
                return false;
            }
            start = end + 1;
        }
        return digit;
    }

    private static boolean isFirst(int letters, int small, boolean mixed, int length, char first) {
        if (mixed) {
            return Character.isLetter(first) || length >= SHORTEST_MIXED;
        }
        return letters > 0 && letters <= (small == 0 ? MOST_CAPITALS : MOST_SMALL_LETTERS);
    }

    private static boolean isLater(int letters, boolean mixed) {
        return mixed || letters <= MOST_LETTERS_LATER;
    }
}
