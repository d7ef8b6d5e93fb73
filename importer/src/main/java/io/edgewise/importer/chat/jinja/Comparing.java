// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.Namespace;
import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Undefined;
import io.edgewise.importer.chat.jinja.Value.Whole;
import java.util.Arrays;
import java.util.List;

/// Compares values, as Python does: what is of another kind is different, and `true` is 1. Confined to one
/// rendering.
final class Comparing {
    private final Workshop shop;

    Comparing(Workshop shop) {
        this.shop = shop;
    }

    boolean holds(Value left, String operator, Value right, int at) {
        return switch (operator) {
            case "==" -> same(left, right, at);
            case "!=" -> !same(left, right, at);
            case "in" -> isIn(left, right, at);
            case "not in" -> !isIn(left, right, at);
            case "<" -> order(left, right, at) < 0;
            case "<=" -> order(left, right, at) <= 0;
            case ">" -> order(left, right, at) > 0;
            default -> order(left, right, at) >= 0;
        };
    }

    private boolean same(Value left, Value right, int at) {
        shop.budget().enter(at);
        boolean same = switch (left) {
            case Text one -> right instanceof Text other && same(one.text(), other.text(), at);
            case Whole one -> isNumber(right) && one.number() == shop.number(right, "", at);
            case Flag one -> isNumber(right) && shop.number(one, "", at) == shop.number(right, "", at);
            case None none -> right instanceof None;
            case Undefined undefined -> right instanceof Undefined;
            case Listing one -> right instanceof Listing other && same(one.items(), other.items(), at);
            case Mapping one -> right instanceof Mapping other && same(one, other, at);
            case Namespace one -> one.equals(right);
        };
        shop.budget().leave();
        return same;
    }

    private static boolean isNumber(Value value) {
        return value instanceof Whole || value instanceof Flag;
    }

    private boolean same(String one, String other, int at) {
        shop.budget().work(at, one.length());
        return one.equals(other);
    }

    private boolean same(List<Value> one, List<Value> other, int at) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = same(one.get(i), other.get(i), at);
        }
        return same;
    }

    private boolean same(Mapping one, Mapping other, int at) {
        return one.entries().keySet().equals(other.entries().keySet())
                && one.entries().entrySet().stream()
                        .allMatch(e ->
                                same(e.getValue(), other.entries().getOrDefault(e.getKey(), Value.None.VALUE), at));
    }

    private boolean isIn(Value part, Value whole, int at) {
        return switch (whole) {
            case Text text -> contains(text.text(), shop.text(part, "what is looked for in a text", at), at);
            case Listing list -> list.items().stream().anyMatch(item -> same(part, item, at));
            case Mapping mapping ->
                part instanceof Text key && mapping.entries().containsKey(key.text());
            case Undefined undefined -> false;
            default -> throw shop.refusal(at, "nothing can be in " + whole.describe());
        };
    }

    /// A search may compare the whole part at each place.
    private boolean contains(String whole, String part, int at) {
        shop.budget().work(at, (long) whole.length() * Math.max(1, part.length()));
        return whole.contains(part);
    }

    private int order(Value left, Value right, int at) {
        if (left instanceof Text one && right instanceof Text other) {
            shop.budget().work(at, one.text().length() + other.text().length());
            return Arrays.compare(
                    one.text().codePoints().toArray(), other.text().codePoints().toArray());
        }
        return Long.compare(shop.number(left, "what is compared", at), shop.number(right, "what is compared", at));
    }
}
