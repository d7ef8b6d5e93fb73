// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.grammar.CodePoints.Range;
import java.util.ArrayList;
import java.util.List;

/// Reads the regular expressions of grammars. Confined to one reading.
///
/// There are: characters, `.`, classes `[a-z_]` and `[^"]`, `\d \D \w \W \s \S \t \n \r \f`, `\` before any
/// mark of punctuation, `\` with `u` and four hexadecimal digits, `( )` and `(?: )`, `|`, `* + ? {n} {n,}
/// {n,m}`, and `^` and `$` as the first and last character. There are no references back, no looking ahead or
/// behind, no word boundaries, no lazy or possessive quantifiers, no names of Unicode's classes, no flags.
final class RegexParser {
    /// The most that a counted repetition may say.
    private static final int MOST_TIMES = 1_000;

    private static final int DEEPEST = 50;

    private final int[] text;
    private int at;
    private int depth;

    private RegexParser(String text) {
        this.text = text.codePoints().toArray();
    }

    /// An expression that a whole text must match; `^` and `$` at its ends say nothing more.
    ///
    /// @throws IllegalArgumentException with what is wrong and where
    static Regex whole(String expression) {
        return new RegexParser(expression).parse(false);
    }

    /// An expression that is looked for in a text, as JSON Schema's `pattern` is: anywhere, unless it is tied
    /// to the beginning by `^`, to the end by `$`.
    ///
    /// @throws IllegalArgumentException with what is wrong and where
    static Regex search(String expression) {
        return new RegexParser(expression).parse(true);
    }

    private Regex parse(boolean search) {
        boolean fromStart = take('^');
        Regex regex = alternatives();
        boolean toEnd = take('$');
        if (at < text.length) {
            throw wrong(text[at] == ')' ? "nothing is open that ) could close" : "$ is possible at the end only");
        }
        if ((fromStart || toEnd) && search && regex instanceof Regex.Either) {
            throw wrong("^ and $ belong to one alternative only: put the alternatives between ( and )");
        }
        List<Regex> parts = new ArrayList<>(List.of(regex));
        if (search && !fromStart) {
            parts.addFirst(Regex.ANYTHING);
        }
        if (search && !toEnd) {
            parts.add(Regex.ANYTHING);
        }
        return new Regex.Row(parts);
    }

    private Regex alternatives() {
        if (++depth > DEEPEST) {
            throw wrong("at most " + DEEPEST + " groups may lie in each other");
        }
        List<Regex> parts = new ArrayList<>();
        do {
            parts.add(row());
        } while (take('|'));
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Regex.Either(parts);
    }

    private Regex row() {
        List<Regex> parts = new ArrayList<>();
        while (at < text.length && text[at] != '|' && text[at] != ')' && text[at] != '$') {
            parts.add(repeated(one()));
        }
        return new Regex.Row(parts);
    }

    private Regex one() {
        int character = text[at++];
        return switch (character) {
            case '(' -> group();
            case '[' -> new Regex.One(bracket());
            case '.' -> new Regex.One(RegexClasses.DOT);
            case '\\' -> new Regex.One(escape(false));
            case '^' -> throw wrong("^ is possible at the beginning only");
            case '*', '+', '?', '{' -> throw wrong("nothing stands before it that could be repeated");
            default -> new Regex.One(single(character));
        };
    }

    private CodePoints single(int character) {
        if (CodePoints.isHalf(character)) {
            throw wrong("half of a character (a surrogate) is no character");
        }
        return CodePoints.of(character, character);
    }

    private Regex group() {
        if (take('?') && !take(':')) {
            throw wrong("of the groups that begin with (? there is (?: alone");
        }
        Regex regex = alternatives();
        if (!take(')')) {
            throw wrong(at < text.length ? "$ is possible at the end only" : "a group is not closed");
        }
        return regex;
    }

    private Regex repeated(Regex part) {
        if (at == text.length || "*+?{".indexOf(text[at]) < 0) {
            return part;
        }
        Regex times = switch (text[at++]) {
            case '*' -> new Regex.Times(part, 0, Regex.UNBOUNDED);
            case '+' -> new Regex.Times(part, 1, Regex.UNBOUNDED);
            case '?' -> new Regex.Times(part, 0, 1);
            default -> counted(part);
        };
        if (at < text.length && "*+?{".indexOf(text[at]) >= 0) {
            at++;
            throw wrong("a repetition can't be repeated, and there are no lazy ones");
        }
        return times;
    }

    private Regex counted(Regex part) {
        int least = number();
        int most = least;
        if (take(',')) {
            most = at < text.length && text[at] == '}' ? Regex.UNBOUNDED : number();
        }
        if (!take('}')) {
            throw wrong("expected a count as {2}, {2,} or {2,5}");
        }
        if (most < least) {
            throw wrong("at least " + least + " and at most " + most + " times is never");
        }
        return new Regex.Times(part, least, most);
    }

    private int number() {
        int first = at;
        int value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && value <= MOST_TIMES) {
            value = value * 10 + text[at++] - '0';
        }
        if (first == at || value > MOST_TIMES) {
            throw wrong("expected a count from 0 to " + MOST_TIMES);
        }
        return value;
    }

    private CodePoints bracket() {
        boolean excluded = take('^');
        CodePoints set = new CodePoints(List.of());
        while (at < text.length && text[at] != ']') {
            set = set.union(member(excluded));
        }
        if (!take(']')) {
            throw wrong("a class is not closed by ]");
        }
        CodePoints result = excluded ? set.complement() : set;
        if (result.isEmpty()) {
            throw wrong("a class has no characters");
        }
        return result;
    }

    private CodePoints member(boolean excluded) {
        CodePoints low = item(excluded);
        if (at + 1 >= text.length || text[at] != '-' || text[at + 1] == ']') {
            return low;
        }
        at++;
        CodePoints high = item(excluded);
        if (isNotSingle(low) || isNotSingle(high)) {
            throw wrong("a range has a character at each end: write - as \\-");
        }
        Range range = new Range(
                low.ranges().getFirst().low(), high.ranges().getFirst().low());
        if (range.low() > range.high()) {
            throw wrong("the end of a range is before its beginning");
        }
        return CodePoints.of(range.low(), range.high());
    }

    private static boolean isNotSingle(CodePoints set) {
        Range first = set.ranges().getFirst();
        return set.ranges().size() > 1 || first.low() != first.high();
    }

    /// `[` inside a class is refused, because some readings know classes inside classes; so is `&&`.
    private CodePoints item(boolean excluded) {
        int character = text[at++];
        if (character == '[' || (character == '&' && at < text.length && text[at] == '&')) {
            throw wrong("write " + Character.toString(character) + " in a class with \\ before it");
        }
        return character == '\\' ? escape(excluded) : single(character);
    }

    private CodePoints escape(boolean excluded) {
        if (at == text.length) {
            throw wrong("nothing follows \\");
        }
        int character = text[at++];
        return switch (character) {
            case 'd' -> RegexClasses.DIGIT;
            case 'D' -> RegexClasses.DIGIT.complement();
            case 'w' -> RegexClasses.WORD;
            case 'W' -> RegexClasses.WORD.complement();
            case 's' -> RegexClasses.space(excluded);
            case 'S' -> RegexClasses.noSpace(excluded);
            case 't' -> single('\t');
            case 'n' -> single('\n');
            case 'r' -> single('\r');
            case 'f' -> single('\f');
            case 'u' -> single(hexadecimal());
            default -> punctuation(character);
        };
    }

    private CodePoints punctuation(int character) {
        if (character > '~' || character < ' ' || Character.isLetterOrDigit(character)) {
            throw wrong("\\" + Character.toString(character) + " is not supported");
        }
        return single(character);
    }

    private int hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length ? Character.digit(text[at++], 16) : -1;
            if (digit < 0) {
                throw wrong("expected four hexadecimal digits after \\u");
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private boolean take(int character) {
        if (at < text.length && text[at] == character) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("character " + Math.max(1, at) + " of the expression: " + what);
    }
}
