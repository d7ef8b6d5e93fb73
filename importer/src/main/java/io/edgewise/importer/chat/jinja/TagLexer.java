// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Token.Kind;
import io.edgewise.inference.text.WhiteSpace;
import java.util.List;

/// Divides the inside of one tag into words. Confined to one thread.
final class TagLexer {
    private static final List<String> LONG_OPERATORS = List.of("==", "!=", ">=", "<=", "//", "**");
    private static final String OPERATORS = "+-*/%~[](){}><=.:|,;";

    private final Source source;
    private final String text;
    private final List<Token> tokens;
    private final char closing;
    private int position;
    /// Brackets that are open: in them, `}}` ends no tag.
    private int open;

    /// @param tokens to which words are added
    /// @param closing `%` or `}`
    TagLexer(Source source, List<Token> tokens, char closing) {
        this.source = source;
        this.text = source.text();
        this.tokens = tokens;
        this.closing = closing;
    }

    /// @param from behind the tag's beginning
    /// @param tag where it begins
    /// @return where its end begins, with its sign
    int lex(int from, int tag) {
        position = from;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (open == 0 && ends()) {
                return position;
            } else if (WhiteSpace.is(c)) {
                position++;
            } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
                name();
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c == '\'' || c == '"') {
                string(c);
            } else {
                operator(c);
            }
        }
        throw source.refusal(tag, "a tag begins that doesn't end");
    }

    private boolean ends() {
        char c = text.charAt(position);
        boolean signed = c == '-' || (c == '+' && closing == '%');
        return text.startsWith(closing + "}", signed ? position + 1 : position);
    }

    private void name() {
        int start = position;
        while (position < text.length() && Character.isUnicodeIdentifierPart(text.charAt(position))) {
            position++;
        }
        add(Kind.NAME, start);
    }

    private void number() {
        int start = position;
        while (position < text.length() && (isDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        boolean fraction =
                text.startsWith(".", position) && position + 1 < text.length() && isDigit(text.charAt(position + 1));
        boolean letters = position < text.length() && Character.isLetter(text.charAt(position));
        boolean padded = position > start + 1 && text.charAt(start) == '0';
        if (fraction || letters || padded || text.charAt(position - 1) == '_') {
            throw source.refusal(start, "a number that is not whole and decimal isn't understood");
        }
        tokens.add(new Token(Kind.NUMBER, text.substring(start, position).replace("_", ""), start));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void string(char quote) {
        int start = position++;
        StringBuilder result = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                escape(result);
            } else {
                result.append(text.charAt(position++));
            }
        }
        if (position >= text.length()) {
            throw source.refusal(start, "a string begins that doesn't end");
        }
        position++;
        tokens.add(new Token(Kind.STRING, result.toString(), start));
    }

    /// As in Python: what is no escape stays as it is, with its backslash.
    private void escape(StringBuilder result) {
        char c = text.charAt(position + 1);
        position += 2;
        switch (c) {
            case 'n' -> result.append('\n');
            case 't' -> result.append('\t');
            case 'r' -> result.append('\r');
            case 'b' -> result.append('\b');
            case 'f' -> result.append('\f');
            case '\\', '\'', '"' -> result.append(c);
            case '\n' -> {} // the line goes on
            case 'x' -> character(result, 2);
            case 'u' -> character(result, 4);
            case 'a', 'v', 'U', 'N', '0', '1', '2', '3', '4', '5', '6', '7' ->
                throw source.refusal(position - 2, "the escape \\" + c + " isn't understood; write the character");
            default -> result.append('\\').append(c);
        }
    }

    private void character(StringBuilder result, int digits) {
        int end = position + digits;
        int value = 0;
        for (; position < end; position++) {
            int digit = position < text.length() ? Character.digit(text.charAt(position), 16) : -1;
            if (digit < 0) {
                throw source.refusal(position, "an escape of a character needs " + digits + " digits from 0 to f");
            }
            value = value * 16 + digit;
        }
        result.append((char) value);
    }

    private void operator(char c) {
        int start = position;
        boolean isLong = LONG_OPERATORS.stream().anyMatch(o -> text.startsWith(o, start));
        if (!isLong && OPERATORS.indexOf(c) < 0) {
            throw source.refusal(start, Source.quoted(String.valueOf(c)) + " means nothing in a tag");
        }
        position += isLong ? 2 : 1;
        if ("([{".indexOf(c) >= 0) {
            open++;
        } else if (")]}".indexOf(c) >= 0) {
            open = Math.max(0, open - 1);
        }
        add(Kind.OPERATOR, start);
    }

    private void add(Kind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, position), start));
    }
}
