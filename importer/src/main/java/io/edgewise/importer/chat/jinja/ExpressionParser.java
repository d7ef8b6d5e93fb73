// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Expression.Binary;
import io.edgewise.importer.chat.jinja.Expression.Comparison;
import io.edgewise.importer.chat.jinja.Expression.Conditional;
import io.edgewise.importer.chat.jinja.Expression.Link;
import io.edgewise.importer.chat.jinja.Expression.Logic;
import io.edgewise.importer.chat.jinja.Expression.Unary;
import io.edgewise.importer.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Reads expressions: what operators bind, the loosest first. Confined to one thread.
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> UNKNOWN_OPERATORS = Set.of("/", "//", "**");

    private final Tokens tokens;
    private final OperandParser operands;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this::expression);
    }

    Expression expression() {
        tokens.enter();
        Expression then = alternatives();
        while (tokens.isName("if")) {
            int at = tokens.take().at();
            Expression condition = alternatives();
            then = new Conditional(condition, then, tokens.acceptName("else") ? expression() : null, at);
        }
        tokens.leave();
        return then;
    }

    /// An expression without an `if` behind it, which means something else behind a loop's list.
    Expression alternatives() {
        Expression left = conjunction();
        while (tokens.isName("or")) {
            int at = tokens.take().at();
            left = new Logic(false, left, conjunction(), at);
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (tokens.isName("and")) {
            int at = tokens.take().at();
            left = new Logic(true, left, negation(), at);
        }
        return left;
    }

    private Expression negation() {
        if (!tokens.isName("not")) {
            return comparison();
        }
        tokens.enter();
        int at = tokens.take().at();
        Expression not = new Unary("not", negation(), at);
        tokens.leave();
        return not;
    }

    private Expression comparison() {
        Expression first = sum();
        int at = tokens.peek().at();
        List<Link> links = new ArrayList<>();
        for (String operator = comparator(); !operator.isEmpty(); operator = comparator()) {
            links.add(new Link(operator, sum()));
        }
        return links.isEmpty() ? first : new Comparison(first, links, at);
    }

    /// Takes what compares; empty when nothing does.
    private String comparator() {
        Token token = tokens.peek();
        boolean compares = token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text());
        if (compares || token.is(Kind.NAME, "in")) {
            return tokens.take().text();
        }
        if (token.is(Kind.NAME, "not") && tokens.peekSecond().is(Kind.NAME, "in")) {
            tokens.take();
            tokens.take();
            return "not in";
        }
        return "";
    }

    private Expression sum() {
        return binary(Set.of("+", "-"), () -> binary(Set.of("~"), this::product));
    }

    private Expression product() {
        Expression product = binary(Set.of("*", "%"), () -> signed(true));
        Token token = tokens.peek();
        if (token.kind() == Kind.OPERATOR && UNKNOWN_OPERATORS.contains(token.text())) {
            throw tokens.refusal(token.at(), "the operator " + token.text() + " isn't understood");
        }
        return product;
    }

    private Expression binary(Set<String> operators, Supplier<Expression> operand) {
        Expression left = operand.get();
        while (tokens.peek().kind() == Kind.OPERATOR
                && operators.contains(tokens.peek().text())) {
            Token operator = tokens.take();
            left = new Binary(operator.text(), left, operand.get(), operator.at());
        }
        return left;
    }

    /// Filters bind looser than a sign, and tighter than everything else.
    private Expression signed(boolean filtered) {
        Expression of;
        if (tokens.isOperator("-") || tokens.isOperator("+")) {
            tokens.enter();
            Token sign = tokens.take();
            of = new Unary(sign.text(), signed(false), sign.at());
            tokens.leave();
        } else {
            of = operands.operand();
        }
        return filtered ? operands.filtered(of) : of;
    }
}
