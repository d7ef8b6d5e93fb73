// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Statement.Branch;
import io.edgewise.importer.chat.jinja.Statement.For;
import io.edgewise.importer.chat.jinja.Statement.If;
import io.edgewise.importer.chat.jinja.Statement.Print;
import io.edgewise.importer.chat.jinja.Statement.Say;
import io.edgewise.importer.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a template. Tags that aren't understood are refused by name, also where they would never be reached.
/// Confined to one thread.
final class TemplateParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    private TemplateParser(Source source) {
        this.tokens = new Tokens(source);
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Statement> parse(Source source) {
        TemplateParser parser = new TemplateParser(source);
        List<Statement> statements = parser.body(Set.of());
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.unexpected("the end of the template");
        }
        return statements;
    }

    /// Everything up to a tag that ends it, or to the end of the template. The tag's name is next.
    private List<Statement> body(Set<String> ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (tokens.peek().kind() != Kind.END) {
            Token token = tokens.take();
            switch (token.kind()) {
                case TEXT -> statements.add(new Say(token.text(), token.at()));
                case PRINT -> statements.add(print(token.at()));
                default -> {
                    if (tokens.peek().kind() == Kind.NAME
                            && ends.contains(tokens.peek().text())) {
                        tokens.leave();
                        return statements;
                    }
                    statements.add(block());
                }
            }
        }
        tokens.leave();
        return statements;
    }

    private Statement print(int at) {
        Expression expression = expressions.expression();
        tokens.expect(Kind.PRINT_END, "\"}}\"");
        return new Print(expression, at);
    }

    private Statement block() {
        Token tag = tokens.expect(Kind.NAME, "a tag's name");
        return switch (tag.text()) {
            case "if" -> choice(tag.at());
            case "for" -> loop(tag.at());
            case "set" -> assignment(tag.at());
            case "else", "elif", "endif", "endfor" ->
                throw tokens.refusal(tag.at(), "the tag " + tag.text() + " ends nothing that is open");
            default ->
                throw tokens.refusal(
                        tag.at(),
                        "the tag " + Source.quoted(tag.text()) + " isn't understood; known are if, for and set");
        };
    }

    private Statement choice(int at) {
        List<Branch> branches = new ArrayList<>();
        String end = "elif";
        while (end.equals("elif")) {
            Expression condition = expressions.expression();
            endOfTag();
            branches.add(new Branch(condition, body(Set.of("elif", "else", "endif"))));
            end = expectEnd(at, "if");
        }
        return new If(branches, otherwise(end, at, "if"), at);
    }

    private Statement loop(int at) {
        List<String> names = new ArrayList<>();
        do {
            names.add(variable().text());
        } while (tokens.acceptOperator(","));
        if (!tokens.acceptName("in")) {
            throw tokens.unexpected("\"in\"");
        }
        Expression list = expressions.alternatives();
        if (tokens.isName("if") || tokens.isName("recursive")) {
            throw tokens.refusal(
                    tokens.peek().at(), "\"" + tokens.peek().text() + "\" in the tag for isn't understood");
        }
        endOfTag();
        List<Statement> body = body(Set.of("else", "endfor"));
        return new For(names, list, body, otherwise(expectEnd(at, "for"), at, "for"), at);
    }

    /// What stands behind `else`, up to the end; nothing when the end has come.
    private List<Statement> otherwise(String end, int at, String tag) {
        if (!end.equals("else")) {
            endOfTag();
            return List.of();
        }
        endOfTag();
        List<Statement> otherwise = body(Set.of("end" + tag));
        expectEnd(at, tag);
        endOfTag();
        return otherwise;
    }

    /// Takes the name of the tag that ended a body.
    private String expectEnd(int at, String tag) {
        if (tokens.peek().kind() == Kind.END) {
            throw tokens.refusal(at, "the tag " + tag + " has no end" + tag);
        }
        return tokens.take().text();
    }

    private Statement assignment(int at) {
        String name = variable().text();
        String attribute = tokens.acceptOperator(".")
                ? tokens.expect(Kind.NAME, "a name behind the dot").text()
                : null;
        if (!tokens.acceptOperator("=")) {
            throw tokens.unexpected("\"=\" behind what is set, one name");
        }
        Expression value = expressions.expression();
        endOfTag();
        return new Statement.Set(name, attribute, value, at);
    }

    private Token variable() {
        Token name = tokens.expect(Kind.NAME, "a variable's name");
        if (Set.of("true", "false", "none", "True", "False", "None", "loop").contains(name.text())) {
            throw tokens.refusal(name.at(), "\"" + name.text() + "\" can't be set");
        }
        return name;
    }

    private void endOfTag() {
        tokens.expect(Kind.BLOCK_END, "\"%}\"");
    }
}
