// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/// The regular expressions that byte-level models split with, each as a scanner of our own: one look ahead at most,
/// so that no text makes it slow, and no expression from a file is ever run.
///
/// `\p{L}`, `\p{N}` and `\s` are those of Unicode 16.0, which the reference and the JDK agree on; a test compares
/// them for every character, so that a JDK with another version can not change the ids of a text unseen.
enum SplitPattern {

    /// GPT-2, RoBERTa, BART and most of what followed them.
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", 0),

    /// Llama 3 and GPT-4: any case of the contractions, numbers in groups of up to three.
    LLAMA3(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            3),

    /// Qwen 2 and 3: as Llama 3, each digit alone.
    QWEN2(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            1);

    private static final int LETTERS = (1 << Character.UPPERCASE_LETTER)
            | (1 << Character.LOWERCASE_LETTER)
            | (1 << Character.TITLECASE_LETTER)
            | (1 << Character.MODIFIER_LETTER)
            | (1 << Character.OTHER_LETTER);
    private static final int NUMBERS =
            (1 << Character.DECIMAL_DIGIT_NUMBER) | (1 << Character.LETTER_NUMBER) | (1 << Character.OTHER_NUMBER);
    private static final int SPACES =
            (1 << Character.SPACE_SEPARATOR) | (1 << Character.LINE_SEPARATOR) | (1 << Character.PARAGRAPH_SEPARATOR);
    private static final int LONG_S = 0x17F;

    private final String expression;

    /// The most digits in a group; 0 for the expression of GPT-2, which differs in other ways too.
    private final int digits;

    SplitPattern(String expression, int digits) {
        this.expression = expression;
        this.digits = digits;
    }

    /// The pattern with this expression, as it stands in a `tokenizer.json`.
    static Optional<SplitPattern> of(String expression) {
        return Arrays.stream(values())
                .filter(pattern -> pattern.expression.equals(expression))
                .findFirst();
    }

    /// Where the match ends that starts at `at`. There always is one, of one character at least.
    int next(AlignedText text, int at, int to) {
        int contraction = contraction(text, at, to);
        if (contraction > 0) {
            return at + contraction;
        }
        return digits == 0 ? nextOfGpt2(text, at, to) : nextOfLlama(text, at, to);
    }

    private static int nextOfGpt2(AlignedText text, int at, int to) {
        int first = text.character(at) == ' ' && at + 1 < to ? at + 1 : at;
        int character = text.character(first);
        if (isLetter(character)) {
            return letters(text, first, to);
        }
        if (isNumber(character)) {
            return numbers(text, first, to);
        }
        return isSpace(character) ? spaces(text, at, to) : others(text, first, to);
    }

    private int nextOfLlama(AlignedText text, int at, int to) {
        int character = text.character(at);
        if (isLetter(character)) {
            return letters(text, at, to);
        }
        if (isNumber(character)) {
            return numbers(text, at, Math.min(to, at + digits));
        }
        if (!isLineEnd(character) && at + 1 < to && isLetter(text.character(at + 1))) {
            return letters(text, at + 1, to);
        }
        int first = character == ' ' && at + 1 < to ? at + 1 : at;
        if (isOther(text.character(first))) {
            return lineEnds(text, others(text, first, to), to);
        }
        return spacesWithLineEnds(text, at, to);
    }

    /// `'s` and the like, or 0. Only the ASCII letters and `ſ`, which is an `s` to an expression without case.
    private int contraction(AlignedText text, int at, int to) {
        if (text.character(at) != '\'' || at + 1 == to) {
            return 0;
        }
        int first = folded(text.character(at + 1));
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return 2;
        }
        int second = at + 2 < to ? folded(text.character(at + 2)) : 0;
        boolean two = ((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l');
        return two ? 3 : 0;
    }

    private int folded(int character) {
        if (digits == 0) {
            return character;
        }
        return character == LONG_S ? 's' : character >= 'A' && character <= 'Z' ? character + ' ' : character;
    }

    /// `\s+(?!\S)|\s+`: white space leaves its last character to what follows it.
    private static int spaces(AlignedText text, int at, int to) {
        int end = at;
        while (end < to && isSpace(text.character(end))) {
            end++;
        }
        return end == to || end - at == 1 ? end : end - 1;
    }

    /// `\s*[\r\n]+` before the same: white space up to its last line end.
    private static int spacesWithLineEnds(AlignedText text, int at, int to) {
        int lineEnd = at;
        int end = at;
        while (end < to && isSpace(text.character(end))) {
            if (isLineEnd(text.character(end++))) {
                lineEnd = end;
            }
        }
        return lineEnd > at ? lineEnd : spaces(text, at, to);
    }

    private static int letters(AlignedText text, int at, int to) {
        int end = at;
        while (end < to && isLetter(text.character(end))) {
            end++;
        }
        return end;
    }

    private static int numbers(AlignedText text, int at, int to) {
        int end = at;
        while (end < to && isNumber(text.character(end))) {
            end++;
        }
        return end;
    }

    private static int others(AlignedText text, int at, int to) {
        int end = at;
        while (end < to && isOther(text.character(end))) {
            end++;
        }
        return end;
    }

    private static int lineEnds(AlignedText text, int at, int to) {
        int end = at;
        while (end < to && isLineEnd(text.character(end))) {
            end++;
        }
        return end;
    }

    static boolean isLetter(int character) {
        return character < 0x80
                ? (character | 0x20) >= 'a' && (character | 0x20) <= 'z'
                : ((LETTERS >> Character.getType(character)) & 1) != 0;
    }

    static boolean isNumber(int character) {
        return character < 0x80
                ? character >= '0' && character <= '9'
                : ((NUMBERS >> Character.getType(character)) & 1) != 0;
    }

    static boolean isSpace(int character) {
        return character < 0x80
                ? character == ' ' || (character >= '\t' && character <= '\r')
                : character == 0x85 || ((SPACES >> Character.getType(character)) & 1) != 0;
    }

    private static boolean isOther(int character) {
        return !isSpace(character) && !isLetter(character) && !isNumber(character);
    }

    private static boolean isLineEnd(int character) {
        return character == '\n' || character == '\r';
    }
}
