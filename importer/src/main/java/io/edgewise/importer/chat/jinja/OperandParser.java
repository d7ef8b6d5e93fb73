// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Expression.Arguments;
import io.edgewise.importer.chat.jinja.Expression.Attribute;
import io.edgewise.importer.chat.jinja.Expression.Entry;
import io.edgewise.importer.chat.jinja.Expression.Filter;
import io.edgewise.importer.chat.jinja.Expression.Function;
import io.edgewise.importer.chat.jinja.Expression.Item;
import io.edgewise.importer.chat.jinja.Expression.ListOf;
import io.edgewise.importer.chat.jinja.Expression.Literal;
import io.edgewise.importer.chat.jinja.Expression.MappingOf;
import io.edgewise.importer.chat.jinja.Expression.Method;
import io.edgewise.importer.chat.jinja.Expression.Name;
import io.edgewise.importer.chat.jinja.Expression.Slice;
import io.edgewise.importer.chat.jinja.Expression.Test;
import io.edgewise.importer.chat.jinja.Expression.Unary;
import io.edgewise.importer.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what stands between operators: literals and names, with all that follows them. What is called must be
/// known by its name. Confined to one thread.
final class OperandParser {
    private static final Set<Kind> OPERANDS = Set.of(Kind.NAME, Kind.STRING, Kind.NUMBER);
    private static final Set<String> GOES_ON = Set.of("else", "and", "or");

    private final Tokens tokens;
    private final Supplier<Expression> expression;

    OperandParser(Tokens tokens, Supplier<Expression> expression) {
        this.tokens = tokens;
        this.expression = expression;
    }

    /// A literal or a name with attributes, items and calls.
    Expression operand() {
        Expression of = primary();
        while (true) {
            Token token = tokens.peek();
            if (tokens.acceptOperator(".")) {
                of = attribute(of, token.at());
            } else if (tokens.acceptOperator("[")) {
                of = subscript(of, token.at());
            } else if (tokens.acceptOperator("(")) {
                of = call(of, token.at());
            } else {
                return of;
            }
        }
    }

    private Expression primary() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> new Literal(new Value.Text(strings(token)), token.at());
            case NUMBER -> new Literal(new Value.Whole(number(token)), token.at());
            default -> bracket(token);
        };
    }

    private static Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Literal(new Value.Flag(true), token.at());
            case "false", "False" -> new Literal(new Value.Flag(false), token.at());
            case "none", "None" -> new Literal(Value.None.VALUE, token.at());
            default -> new Name(token.text(), token.at());
        };
    }

    /// Strings side by side are one.
    private String strings(Token first) {
        StringBuilder all = new StringBuilder(first.text());
        while (tokens.peek().kind() == Kind.STRING) {
            all.append(tokens.take().text());
        }
        return all.toString();
    }

    private long number(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw tokens.refusal(token.at(), "the number " + Source.quoted(token.text()) + " is too large");
        }
    }

    private Expression bracket(Token token) {
        if (token.is(Kind.OPERATOR, "(")) {
            Expression inside = expression.get();
            if (tokens.isOperator(",")) {
                throw tokens.refusal(token.at(), "a tuple (a, b) isn't understood; a list [a, b] is");
            }
            tokens.expectOperator(")");
            return inside;
        } else if (token.is(Kind.OPERATOR, "[")) {
            return new ListOf(until("]", expression), token.at());
        } else if (token.is(Kind.OPERATOR, "{")) {
            return new MappingOf(until("}", this::entry), token.at());
        }
        throw tokens.refusal(token.at(), "expected a value, got " + token.describe());
    }

    private Entry entry() {
        Expression key = expression.get();
        tokens.expectOperator(":");
        return new Entry(key, expression.get());
    }

    /// A list that may have a comma at its end.
    private <T> List<T> until(String end, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        while (!tokens.acceptOperator(end)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
            }
            if (!tokens.isOperator(end)) {
                items.add(item.get());
            }
        }
        return items;
    }

    private Expression attribute(Expression of, int at) {
        String name = tokens.expect(Kind.NAME, "a name behind the dot").text();
        if (of instanceof Name variable && variable.name().equals("loop") && !Loop.ATTRIBUTES.contains(name)) {
            throw tokens.refusal(at, "loop." + name + " isn't understood");
        }
        return new Attribute(of, name, at);
    }

    private Expression subscript(Expression of, int at) {
        Expression start = tokens.isOperator(":") ? null : expression.get();
        if (start != null && tokens.acceptOperator("]")) {
            return new Item(of, start, at);
        }
        tokens.expectOperator(":");
        Expression stop = bound();
        Expression step = tokens.acceptOperator(":") ? bound() : null;
        tokens.expectOperator("]");
        return new Slice(of, start, stop, step, at);
    }

    private @Nullable Expression bound() {
        return tokens.isOperator(":") || tokens.isOperator("]") ? null : expression.get();
    }

    private Expression call(Expression of, int at) {
        Arguments arguments = arguments();
        return switch (of) {
            case Name(String name, int place) -> {
                Functions.check(tokens, place, name, arguments);
                yield new Function(name, arguments, place);
            }
            case Attribute(Expression owner, String name, int place) -> {
                Methods.SIGNATURES.check(tokens, place, name, arguments);
                yield new Method(owner, name, arguments, place);
            }
            default -> throw tokens.refusal(at, "a call of something without a name isn't understood");
        };
    }

    private Arguments arguments() {
        List<Expression> ordered = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        until(")", () -> {
            if (tokens.peek().kind() == Kind.NAME && tokens.peekSecond().is(Kind.OPERATOR, "=")) {
                String name = tokens.take().text();
                tokens.take();
                return named.put(name, expression.get());
            }
            return ordered.add(expression.get());
        });
        return new Arguments(ordered, named);
    }

    /// What is made of a value by the filters and tests behind it.
    Expression filtered(Expression value) {
        Expression of = value;
        while (true) {
            if (tokens.acceptOperator("|")) {
                of = filter(of);
            } else if (tokens.acceptName("is")) {
                of = test(of);
            } else {
                return of;
            }
        }
    }

    private Expression filter(Expression of) {
        Token name = tokens.expect(Kind.NAME, "a filter's name");
        Arguments arguments = tokens.acceptOperator("(") ? arguments() : Arguments.NONE;
        Filters.SIGNATURES.check(tokens, name.at(), name.text(), arguments);
        return new Filter(of, name.text(), arguments, name.at());
    }

    private Expression test(Expression of) {
        int at = tokens.peek().at();
        boolean not = tokens.acceptName("not");
        Token name = tokens.expect(Kind.NAME, "a test's name");
        Tests.check(tokens, name.at(), name.text());
        Token next = tokens.peek();
        boolean word = OPERANDS.contains(next.kind()) && !GOES_ON.contains(next.text());
        boolean argument = word || tokens.isOperator("(") || tokens.isOperator("[") || tokens.isOperator("{");
        if (argument) {
            throw tokens.refusal(next.at(), "something behind the test " + name.text() + " isn't understood");
        }
        Expression test = new Test(of, name.text(), name.at());
        return not ? new Unary("not", test, at) : test;
    }
}
