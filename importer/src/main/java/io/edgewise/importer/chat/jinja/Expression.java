// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has a value. Each knows its place in the template.
sealed interface Expression {
    int at();

    /// A text, number, flag or `none` that stands there.
    record Literal(Value value, int at) implements Expression {}

    /// `[a, b]`
    record ListOf(List<Expression> items, int at) implements Expression {}

    /// `{'a': b}`
    record MappingOf(List<Entry> entries, int at) implements Expression {}

    /// `'a': b`
    record Entry(Expression key, Expression value) {}

    /// A variable.
    record Name(String name, int at) implements Expression {}

    /// `of.name`
    record Attribute(Expression of, String name, int at) implements Expression {}

    /// `of[key]`
    record Item(Expression of, Expression key, int at) implements Expression {}

    /// `of[start:stop:step]`
    record Slice(
            Expression of,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step,
            int at) implements Expression {}

    /// `-of`, `+of`, `not of`
    record Unary(String operator, Expression of, int at) implements Expression {}

    /// `left operator right` of `+ - * % ~`
    record Binary(String operator, Expression left, Expression right, int at) implements Expression {}

    /// `left and right`, `left or right`: the right one only when it matters.
    record Logic(boolean and, Expression left, Expression right, int at) implements Expression {}

    /// `first < second < third`
    record Comparison(Expression first, List<Link> links, int at) implements Expression {}

    /// `< second`; `in` and `not in`, too
    record Link(String operator, Expression right) {}

    /// `then if condition else otherwise`
    record Conditional(
            Expression condition, Expression then, @Nullable Expression otherwise, int at) implements Expression {}

    /// `of|name(arguments)`
    record Filter(Expression of, String name, Arguments arguments, int at) implements Expression {}

    /// `of is name`
    record Test(Expression of, String name, int at) implements Expression {}

    /// `of.name(arguments)`
    record Method(Expression of, String name, Arguments arguments, int at) implements Expression {}

    /// `name(arguments)`
    record Function(String name, Arguments arguments, int at) implements Expression {}

    /// What stands between the brackets of a call.
    record Arguments(List<Expression> ordered, Map<String, Expression> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
