// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Expression.Arguments;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// The functions that are known. Confined to one rendering.
final class Functions {
    private static final int LONGEST_RANGE = 10_000;
    private static final Signatures SIGNATURES = new Signatures(
            "function",
            Map.of(
                    "raise_exception", new Signatures.Count(1, 1),
                    "range", new Signatures.Count(1, 3),
                    "namespace", new Signatures.Count(0, 0)));

    private final Workshop shop;

    Functions(Workshop shop) {
        this.shop = shop;
    }

    /// A namespace is the one that has named arguments.
    static void check(Tokens tokens, int at, String name, Arguments arguments) {
        boolean named = name.equals("namespace");
        SIGNATURES.check(tokens, at, name, named ? new Arguments(arguments.ordered(), Map.of()) : arguments);
    }

    Value call(String name, List<Value> arguments, Map<String, Value> named, int at) {
        return switch (name) {
            case "raise_exception" -> throw shop.source().raised(at, shop.written(arguments.getFirst(), at));
            case "range" -> range(arguments, at);
            default -> {
                Value.Namespace namespace = new Value.Namespace();
                named.forEach(namespace::set);
                yield namespace;
            }
        };
    }

    private Value range(List<Value> arguments, int at) {
        List<Long> bounds = arguments.stream()
                .map(a -> shop.number(a, "a bound of a range", at))
                .toList();
        long start = bounds.size() == 1 ? 0 : bounds.getFirst();
        long end = bounds.get(bounds.size() == 1 ? 0 : 1);
        long step = bounds.size() == 3 ? bounds.getLast() : 1;
        if (step == 0) {
            throw shop.refusal(at, "a range's step is 0");
        }
        List<Value> numbers = LongStream.iterate(start, i -> step > 0 ? i < end : i > end, i -> next(i, step, at))
                .limit(LONGEST_RANGE + 1)
                .<Value>mapToObj(Value.Whole::new)
                .toList();
        if (numbers.size() > LONGEST_RANGE) {
            throw shop.refusal(at, "a range has more than " + LONGEST_RANGE + " numbers");
        }
        shop.budget().work(at, numbers.size());
        return new Value.Listing(numbers);
    }

    private long next(long number, long step, int at) {
        try {
            return Math.addExact(number, step);
        } catch (ArithmeticException e) {
            throw shop.refusal(at, "a range leads beyond the largest number");
        }
    }
}
