// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Expression.Arguments;
import io.edgewise.importer.chat.jinja.Expression.Attribute;
import io.edgewise.importer.chat.jinja.Expression.Binary;
import io.edgewise.importer.chat.jinja.Expression.Comparison;
import io.edgewise.importer.chat.jinja.Expression.Conditional;
import io.edgewise.importer.chat.jinja.Expression.Entry;
import io.edgewise.importer.chat.jinja.Expression.Filter;
import io.edgewise.importer.chat.jinja.Expression.Function;
import io.edgewise.importer.chat.jinja.Expression.Item;
import io.edgewise.importer.chat.jinja.Expression.Link;
import io.edgewise.importer.chat.jinja.Expression.ListOf;
import io.edgewise.importer.chat.jinja.Expression.Literal;
import io.edgewise.importer.chat.jinja.Expression.Logic;
import io.edgewise.importer.chat.jinja.Expression.MappingOf;
import io.edgewise.importer.chat.jinja.Expression.Method;
import io.edgewise.importer.chat.jinja.Expression.Name;
import io.edgewise.importer.chat.jinja.Expression.Slice;
import io.edgewise.importer.chat.jinja.Expression.Test;
import io.edgewise.importer.chat.jinja.Expression.Unary;
import io.edgewise.importer.chat.jinja.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says what expressions are worth. Confined to one rendering.
final class Evaluator {
    private final Workshop shop;
    private final Operators operators;
    private final Comparing comparing;
    private final Parts parts;
    private final Filters filters;
    private final Methods methods;
    private final Functions functions;

    Evaluator(Workshop shop) {
        this.shop = shop;
        this.comparing = new Comparing(shop);
        this.operators = new Operators(shop);
        this.parts = new Parts(shop);
        this.filters = new Filters(shop, parts);
        this.methods = new Methods(shop);
        this.functions = new Functions(shop);
    }

    Value value(Expression expression, Scope scope) {
        shop.budget().enter(expression.at());
        Value value = switch (expression) {
            case Literal literal -> literal.value();
            case Name name -> scope.get(name.name());
            case ListOf list -> new Value.Listing(values(list.items(), scope));
            case MappingOf mapping -> mapping(mapping, scope);
            case Attribute a -> parts.attribute(value(a.of(), scope), a.name(), a.at());
            case Item item -> parts.item(value(item.of(), scope), value(item.key(), scope), item.at());
            case Slice slice -> slice(slice, scope);
            case Unary unary -> operators.unary(unary.operator(), value(unary.of(), scope), unary.at());
            case Binary b -> operators.binary(b.operator(), value(b.left(), scope), value(b.right(), scope), b.at());
            case Logic logic -> logic(logic, scope);
            case Comparison comparison -> new Value.Flag(compare(comparison, scope));
            case Conditional conditional -> conditional(conditional, scope);
            case Filter f ->
                filters.apply(
                        f.name(), value(f.of(), scope), values(f.arguments().ordered(), scope), f.at());
            case Test test -> new Value.Flag(Tests.holds(test.name(), value(test.of(), scope)));
            case Method m ->
                methods.call(
                        m.name(), value(m.of(), scope), values(m.arguments().ordered(), scope), m.at());
            case Function function -> call(function, scope);
        };
        shop.budget().leave();
        return value;
    }

    private List<Value> values(List<Expression> expressions, Scope scope) {
        return expressions.stream().map(e -> value(e, scope)).toList();
    }

    private Value mapping(MappingOf mapping, Scope scope) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            if (!(value(entry.key(), scope) instanceof Text key)) {
                throw shop.refusal(entry.key().at(), "a key of a mapping that is no text isn't understood");
            }
            entries.put(key.text(), value(entry.value(), scope));
        }
        return new Value.Mapping(entries);
    }

    private Value slice(Slice slice, Scope scope) {
        Value of = value(slice.of(), scope);
        return parts.slice(
                of,
                optional(slice.start(), scope),
                optional(slice.stop(), scope),
                optional(slice.step(), scope),
                slice.at());
    }

    private Value optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? Value.None.VALUE : value(expression, scope);
    }

    /// As in Python, one of both sides and not a flag.
    private Value logic(Logic logic, Scope scope) {
        Value left = value(logic.left(), scope);
        return left.isTrue() == logic.and() ? value(logic.right(), scope) : left;
    }

    private boolean compare(Comparison comparison, Scope scope) {
        Value left = value(comparison.first(), scope);
        for (Link link : comparison.links()) {
            Value right = value(link.right(), scope);
            if (!comparing.holds(left, link.operator(), right, comparison.at())) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Value conditional(Conditional conditional, Scope scope) {
        if (value(conditional.condition(), scope).isTrue()) {
            return value(conditional.then(), scope);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise == null ? new Value.Undefined("an if without else") : value(otherwise, scope);
    }

    private Value call(Function function, Scope scope) {
        Arguments arguments = function.arguments();
        Map<String, Value> named = new LinkedHashMap<>();
        arguments.named().forEach((name, expression) -> named.put(name, value(expression, scope)));
        return functions.call(function.name(), values(arguments.ordered(), scope), named, function.at());
    }
}
