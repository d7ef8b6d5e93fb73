// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds serial, part and asset identifiers. Immutable, thread-safe.
///
/// After a cue such as `S/N:` or "asset tag" any plausible code counts; without one only codes in capitals whose
/// shape no word, unit or standard has ([SerialCode]).
final class SerialPattern implements Recognizer {
    private static final int LONGEST = 40;
    private static final int MOST_QUALIFIERS = 5;
    private static final Set<String> COUNTED = Set.of("no", "nos", "nr", "num", "number", "id", "code");
    /// These are cues by themselves.
    private static final Set<String> STRONG = Set.of("serial", "sn", "pn");
    /// These are cues by themselves only before a code that is plainly one.
    private static final Set<String> WEAK = Set.of("asset", "tag");
    /// These are cues only with "number" or the like.
    private static final Set<String> NUMBERED = Set.of("part", "equipment", "inventory", "device");

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.digits() == 0) {
            return;
        }
        findCued(source, found);
        findPlain(source, found);
    }

    private enum Cue {
        NONE,
        WEAK,
        STRONG
    }

    private static void findCued(Source source, List<PatternMatch> found) {
        Tokens tokens = source.tokens();
        for (int i = 0; i < tokens.count(); i++) {
            boolean abbreviated = isAbbreviation(tokens, i);
            int after = abbreviated ? i + 3 : i + 1;
            int code = afterQualifiers(tokens, after);
            Cue cue = abbreviated ? Cue.STRONG : cue(tokens.word(i), isNumbered(tokens, after, code));
            boolean glued = tokens.isWord(code - 1) && tokens.touchesNext(code - 1);
            if (cue != Cue.NONE && code < tokens.count() && !glued) {
                addCued(source, tokens.start(code), cue, found);
            }
        }
    }

    private static Cue cue(String word, boolean numbered) {
        if (STRONG.contains(word)) {
            return Cue.STRONG;
        }
        boolean weak = WEAK.contains(word);
        if (numbered && (weak || NUMBERED.contains(word))) {
            return Cue.STRONG;
        }
        return weak ? Cue.WEAK : Cue.NONE;
    }

    /// `S/N` and `P/N`.
    private static boolean isAbbreviation(Tokens tokens, int index) {
        return (tokens.isWord(index, "s") || tokens.isWord(index, "p"))
                && tokens.isMark(index + 1, '/')
                && tokens.isWord(index + 2, "n");
    }

    /// The token after "number", "no.", "tag", ":", "#" and "is", as far as they are there.
    private static int afterQualifiers(Tokens tokens, int from) {
        int at = from;
        while (at < from + MOST_QUALIFIERS && (isNumbering(tokens, at) || isFiller(tokens, at))) {
            at++;
        }
        return at;
    }

    private static boolean isNumbered(Tokens tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isNumbering(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumbering(Tokens tokens, int index) {
        return COUNTED.contains(tokens.word(index))
                || tokens.isMark(index, ':')
                || tokens.isMark(index, '#')
                || tokens.isMark(index, '=');
    }

    private static boolean isFiller(Tokens tokens, int index) {
        return tokens.isMark(index, '.') || tokens.isWord(index, "tag") || tokens.isWord(index, "is");
    }

    private static void addCued(Source source, int start, Cue cue, List<PatternMatch> found) {
        int end = start;
        int digits = 0;
        while (end - start <= LONGEST && (isCodeCharacter(source.at(end)) || isInner(source, end))) {
            digits += source.digitAt(end) ? 1 : 0;
            end++;
        }
        int length = end - start;
        boolean onlyDigits = digits == length;
        int least = onlyDigits && cue == Cue.WEAK ? 4 : 3;
        if (digits > 0 && length >= least && length <= LONGEST && !source.wordAt(end)) {
            add(source, start, end, found);
        }
    }

    private static void findPlain(Source source, List<PatternMatch> found) {
        int at = 0;
        while (at < source.length()) {
            int end = at;
            while (isCapitalOrDigit(source.at(end)) || (end > at && isInner(source, end))) {
                end++;
            }
            if (end - at >= 3 && end - at <= LONGEST && !source.isClaimed(at) && !isGlued(source, at, end)) {
                addPlain(source, at, end, found);
            }
            at = Math.max(end, at + 1);
        }
    }

    /// `P-17/P-18` are two codes, `AB/1234` is one.
    private static void addPlain(Source source, int start, int end, List<PatternMatch> found) {
        String run = source.folded().substring(start, end);
        int slash = run.indexOf('/');
        boolean several = slash > 0;
        for (int from = 0; several && from < run.length(); from = slash + 1) {
            slash = run.indexOf('/', from);
            slash = slash < 0 ? run.length() : slash;
            several = SerialCode.isPlain(run.substring(from, slash));
        }
        if (!several) {
            boolean colour = source.at(start - 1) == '#'
                    && run.length() == 6
                    && run.chars().allMatch(c -> c <= 'F');
            if (!colour && SerialCode.isPlain(run)) {
                add(source, start, end, found);
            }
            return;
        }
        for (int from = start; from < end; from = slash + 1) {
            slash = source.folded().indexOf('/', from);
            slash = slash < 0 || slash > end ? end : slash;
            add(source, from, slash, found);
        }
    }

    private static void add(Source source, int start, int end, List<PatternMatch> found) {
        String value = source.folded().substring(start, end).toUpperCase(Locale.ROOT);
        found.add(new PatternMatch(PatternType.SERIAL, start, end, value));
    }

    private static boolean isInner(Source source, int at) {
        return "-/._".indexOf(source.at(at)) >= 0
                && isCodeCharacter(source.at(at - 1))
                && isCodeCharacter(source.at(at + 1));
    }

    private static boolean isCodeCharacter(char c) {
        return isCapitalOrDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isCapitalOrDigit(char c) {
        return Source.isDigit(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isGlued(Source source, int start, int end) {
        char after = source.at(end);
        boolean tail = (after == '-' || after == '/' || after == '%') && (source.wordAt(end + 1) || after == '%');
        return source.wordAt(start - 1)
                || "-/.@_$\\+&".indexOf(source.at(start - 1)) >= 0
                || source.wordAt(end)
                || tail;
    }
}
