// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Token.Kind;
import io.edgewise.inference.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/// Divides a template into text and tags, and takes away the white space that the tags take away. Confined to one
/// thread.
final class Lexer {
    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    /// Whether what follows stands at the beginning of a line.
    private boolean atLineStart = true;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        int tag = nextTag();
        while (tag < text.length()) {
            char kind = text.charAt(tag + 1);
            char sign = charAt(tag + 2);
            text(tag, kept(tag, kind, sign));
            position = tag + (sign == '-' || sign == '+' ? 3 : 2);
            switch (kind) {
                case '#' -> comment(tag);
                case '{' -> tag(tag, Kind.PRINT, Kind.PRINT_END, '}');
                default -> tag(tag, Kind.BLOCK, Kind.BLOCK_END, '%');
            }
            atLineStart = text.charAt(position - 1) == '\n';
            tag = nextTag();
        }
        text(text.length(), text.length());
        tokens.add(new Token(Kind.END, "", text.length()));
    }

    private int nextTag() {
        int at = text.indexOf('{', position);
        while (at >= 0 && "{%#".indexOf(charAt(at + 1)) < 0) {
            at = text.indexOf('{', at + 1);
        }
        return at < 0 ? text.length() : at;
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : ' ';
    }

    /// Where the text before a tag ends: a block that stands alone on its line takes the blanks before it.
    private int kept(int tag, char kind, char sign) {
        int end = tag;
        if (sign == '-') {
            while (end > position && WhiteSpace.is(text.charAt(end - 1))) {
                end--;
            }
        } else if (sign != '+' && kind != '{') {
            while (end > position && WhiteSpace.is(text.charAt(end - 1)) && text.charAt(end - 1) != '\n') {
                end--;
            }
            boolean alone = end > position ? text.charAt(end - 1) == '\n' : atLineStart;
            return alone ? end : tag;
        }
        return end;
    }

    private void text(int tag, int end) {
        if (end > position) {
            tokens.add(new Token(Kind.TEXT, text.substring(position, end), position));
        }
        position = tag;
    }

    private void comment(int tag) {
        int end = text.indexOf("#}", position);
        if (end < 0) {
            throw source.refusal(tag, "a comment begins that doesn't end");
        }
        boolean signed = end > position && "-+".indexOf(text.charAt(end - 1)) >= 0;
        end(signed ? end - 1 : end, true);
    }

    private void tag(int tag, Kind begin, Kind end, char closing) {
        tokens.add(new Token(begin, text.substring(tag, tag + 2), tag));
        int at = new TagLexer(source, tokens, closing).lex(position, tag);
        tokens.add(new Token(end, closing + "}", at));
        end(at, closing == '%');
    }

    /// Goes behind the end of a tag, and the white space that it takes.
    private void end(int at, boolean lineToo) {
        char sign = text.charAt(at);
        position = at + (sign == '-' || sign == '+' ? 3 : 2);
        if (sign == '-') {
            while (position < text.length() && WhiteSpace.is(text.charAt(position))) {
                position++;
            }
        } else if (lineToo && sign != '+' && charAt(position) == '\n') {
            position++;
        }
    }
}
