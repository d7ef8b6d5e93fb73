// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.Namespace;
import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Undefined;
import io.edgewise.importer.chat.jinja.Value.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Takes values apart: attributes, items and slices. A character of a text is a code point. What is not there
/// is undefined. Confined to one rendering.
final class Parts {
    private final Workshop shop;

    Parts(Workshop shop) {
        this.shop = shop;
    }

    Value attribute(Value of, String name, int at) {
        return switch (of) {
            case Mapping mapping -> mapping.entries().getOrDefault(name, new Undefined(name));
            case Namespace namespace -> namespace.get(name);
            case Undefined undefined -> throw of(undefined, name, at);
            default -> new Undefined(name);
        };
    }

    private TemplateException of(Undefined undefined, String name, int at) {
        return shop.refusal(
                at,
                "\"" + name + "\" is asked of " + undefined.describe()
                        + "; known are messages, add_generation_prompt, bos_token and eos_token");
    }

    Value item(Value of, Value key, int at) {
        return switch (of) {
            case Mapping mapping when key instanceof Text name -> attribute(mapping, name.text(), at);
            case Listing list when key instanceof Whole index -> item(list.items(), index.number());
            case Text text when key instanceof Whole index -> item(shop.items(text, at), index.number());
            case Undefined undefined -> throw of(undefined, "an item", at);
            default -> new Undefined("an item of " + of.describe());
        };
    }

    private static Value item(List<Value> items, long index) {
        long place = index < 0 ? index + items.size() : index;
        return place >= 0 && place < items.size()
                ? items.get((int) place)
                : new Undefined("item " + index + " of " + items.size());
    }

    /// Bounds that are left out are `none`.
    Value slice(Value of, Value start, Value stop, Value step, int at) {
        long by = step instanceof None ? 1 : shop.number(step, "a slice's step", at);
        if (by == 0) {
            throw shop.refusal(at, "a slice's step is 0");
        }
        return switch (of) {
            case Listing list -> new Listing(slice(list.items(), start, stop, by, at));
            case Text text ->
                shop.made(
                        slice(shop.items(text, at), start, stop, by, at).stream()
                                .map(c -> shop.text(c, "a character", at))
                                .collect(Collectors.joining()),
                        at);
            default -> throw shop.refusal(at, "a slice of " + of.describe() + " isn't understood");
        };
    }

    private List<Value> slice(List<Value> items, Value start, Value stop, long by, int at) {
        int size = items.size();
        long least = by > 0 ? 0 : -1;
        long most = by > 0 ? size : size - 1;
        long from = start instanceof None ? (by > 0 ? least : most) : bound(start, size, least, most, at);
        long to = stop instanceof None ? (by > 0 ? most : least) : bound(stop, size, least, most, at);
        shop.budget().work(at, size);
        List<Value> taken = new ArrayList<>();
        for (long i = from; by > 0 ? i < to : i > to; i += Math.clamp(by, -size - 1, size + 1)) {
            taken.add(items.get((int) i));
        }
        return taken;
    }

    private long bound(Value value, int size, long least, long most, int at) {
        long number = shop.number(value, "a slice's bound", at);
        return Math.clamp(number < 0 ? number + size : number, least, most);
    }
}
