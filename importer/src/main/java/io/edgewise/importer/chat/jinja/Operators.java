// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Whole;
import java.util.ArrayList;
import java.util.List;

/// What operators make of values, as Python does. Confined to one rendering.
final class Operators {
    private final Workshop shop;

    Operators(Workshop shop) {
        this.shop = shop;
    }

    Value unary(String operator, Value of, int at) {
        return switch (operator) {
            case "not" -> new Flag(!of.isTrue());
            case "-" -> number("-", 0, shop.number(of, "what stands behind -", at), at);
            default -> new Whole(shop.number(of, "what stands behind +", at));
        };
    }

    Value binary(String operator, Value left, Value right, int at) {
        if (operator.equals("~")) {
            return joined(shop.written(left, at), shop.written(right, at), at);
        } else if (isNumber(left) && isNumber(right)) {
            return number(operator, shop.number(left, "", at), shop.number(right, "", at), at);
        } else if (operator.equals("+") && left instanceof Text one && right instanceof Text other) {
            return joined(one.text(), other.text(), at);
        } else if (operator.equals("+") && left instanceof Listing one && right instanceof Listing other) {
            return joined(one.items(), other.items(), at);
        } else if (operator.equals("*") && left instanceof Text text && isNumber(right)) {
            return repeated(text.text(), shop.number(right, "", at), at);
        }
        throw shop.refusal(at, left.describe() + " " + operator + " " + right.describe() + " isn't understood");
    }

    private static boolean isNumber(Value value) {
        return value instanceof Whole || value instanceof Flag;
    }

    private Value joined(String one, String other, int at) {
        shop.budget().work(at, one.length() + other.length());
        return new Text(one + other);
    }

    private Value joined(List<Value> one, List<Value> other, int at) {
        shop.budget().work(at, one.size() + other.size());
        List<Value> all = new ArrayList<>(one);
        all.addAll(other);
        return new Listing(all);
    }

    private Value repeated(String text, long times, int at) {
        long count = Math.clamp(times, 0, Budget.MOST_OUTPUT);
        shop.budget().work(at, text.length() * count);
        return new Text(text.repeat((int) count));
    }

    private Value number(String operator, long left, long right, int at) {
        try {
            return new Whole(
                    switch (operator) {
                        case "+" -> Math.addExact(left, right);
                        case "-" -> Math.subtractExact(left, right);
                        case "*" -> Math.multiplyExact(left, right);
                        default -> Math.floorMod(left, right);
                    });
        } catch (ArithmeticException e) {
            throw shop.refusal(at, "%d %s %d has no result".formatted(left, operator, right));
        }
    }
}
