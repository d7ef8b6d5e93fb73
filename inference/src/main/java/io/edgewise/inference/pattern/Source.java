// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One text made ready for the recognisers: folded, lower-cased and split, always index for index.
///
/// Confined to the call of [PatternExtractor#extract] that made it.
final class Source {
    private static final int ASCII_END = 0x80;

    private final String text;
    private final String folded;
    private final String lower;
    private final LocalDateTime now;
    private final int digits;
    private final int letters;
    private final int lowerLetters;
    private final BitSet claimed = new BitSet();
    private @Nullable Tokens tokens;

    /// @param now the reference instant in the zone of the options
    Source(String text, LocalDateTime now) {
        this.text = text;
        this.now = now;
        this.folded = fold(text);
        int digitCount = 0;
        int letterCount = 0;
        int lowerCount = 0;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= '0' && c <= '9') {
                digitCount++;
            } else if (Character.isLetter(c)) {
                letterCount++;
                lowerCount += Character.isLowerCase(c) ? 1 : 0;
            }
        }
        this.digits = digitCount;
        this.letters = letterCount;
        this.lowerLetters = lowerCount;
        this.lower = lowerCount == letterCount ? folded : lowerCase(folded);
    }

    /// The text as received.
    String text() {
        return text;
    }

    /// The text with full-width and other twins of ASCII characters replaced by them.
    String folded() {
        return folded;
    }

    /// [#folded] in lower case.
    String lower() {
        return lower;
    }

    LocalDateTime now() {
        return now;
    }

    int length() {
        return folded.length();
    }

    /// How many decimal digits the text has: most recognisers have nothing to do below a number of them.
    int digits() {
        return digits;
    }

    /// Marks a match that no later recogniser can displace, so that it need not look there.
    void claim(PatternMatch match) {
        claimed.set(match.start(), match.end());
    }

    boolean isClaimed(int index) {
        return claimed.get(index);
    }

    /// True if letters are (almost) all capitals, as from an old terminal: then capitals say nothing.
    boolean inCapitals() {
        return letters > 0 && lowerLetters * 10 <= letters;
    }

    /// The character of [#folded] at an index, or a space outside the text.
    char at(int index) {
        return index >= 0 && index < folded.length() ? folded.charAt(index) : ' ';
    }

    boolean digitAt(int index) {
        return isDigit(at(index));
    }

    boolean letterAt(int index) {
        return Character.isLetter(at(index));
    }

    boolean wordAt(int index) {
        return Character.isLetterOrDigit(at(index)) || at(index) == '_';
    }

    Tokens tokens() {
        Tokens known = tokens;
        if (known == null) {
            known = Tokens.of(this);
            tokens = known;
        }
        return known;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII_END) {
                return foldFrom(text, i);
            }
        }
        return text;
    }

    private static String foldFrom(String text, int first) {
        char[] chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = fold(chars[i]);
        }
        return new String(chars);
    }

    private static char fold(char c) {
        if (c < ASCII_END) {
            return c;
        }
        if (c >= '\uFF01' && c <= '\uFF5E') {
            return (char) (c - 0xFEE0);
        }
        return switch (c) {
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2212' -> '-';
            case '\u2018', '\u2019' -> '\'';
            case '\u2044' -> '/';
            case '\u03BC' -> 'µ';
            case '\u2126' -> 'Ω';
            default -> foldOther(c);
        };
    }

    private static char foldOther(char c) {
        if (Character.isSpaceChar(c)) {
            return ' ';
        }
        return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? (char) ('0' + Character.digit(c, 10)) : c;
    }

    private static String lowerCase(String folded) {
        char[] chars = folded.toCharArray();
        boolean ascii = true;
        for (int i = 0; i < chars.length; i++) {
            ascii &= chars[i] < ASCII_END;
            chars[i] = Character.toLowerCase(chars[i]);
        }
        return ascii ? folded.toLowerCase(Locale.ROOT) : new String(chars);
    }
}
