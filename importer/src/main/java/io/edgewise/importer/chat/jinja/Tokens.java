// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Token.Kind;
import java.util.List;

/// The words of a template, one after the other. Confined to one thread.
final class Tokens {
    private static final int MOST_NESTED = 60;

    private final Source source;
    private final List<Token> all;
    private int next;
    private int nested;

    Tokens(Source source) {
        this.source = source;
        this.all = Lexer.tokens(source);
    }

    Token peek() {
        return all.get(next);
    }

    /// The one behind [#peek].
    Token peekSecond() {
        return all.get(Math.min(next + 1, all.size() - 1));
    }

    Token take() {
        Token token = all.get(next);
        next = Math.min(next + 1, all.size() - 1);
        return token;
    }

    boolean isOperator(String operator) {
        return peek().is(Kind.OPERATOR, operator);
    }

    boolean isName(String name) {
        return peek().is(Kind.NAME, name);
    }

    boolean acceptOperator(String operator) {
        boolean found = isOperator(operator);
        if (found) {
            take();
        }
        return found;
    }

    boolean acceptName(String name) {
        boolean found = isName(name);
        if (found) {
            take();
        }
        return found;
    }

    void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw unexpected(Source.quoted(operator));
        }
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return take();
    }

    /// @param expected what should stand here
    TemplateException unexpected(String expected) {
        return refusal(peek().at(), "expected " + expected + ", got " + peek().describe());
    }

    TemplateException refusal(int at, String sentence) {
        return source.refusal(at, sentence);
    }

    /// Goes into something that is nested; whoever does goes [out](#leave) again.
    void enter() {
        if (++nested > MOST_NESTED) {
            throw refusal(peek().at(), "tags, brackets and operators are nested more than " + MOST_NESTED + " deep");
        }
    }

    void leave() {
        nested--;
    }
}
