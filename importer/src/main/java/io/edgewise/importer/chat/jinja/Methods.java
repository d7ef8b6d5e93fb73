// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Signatures.Count;
import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The methods of texts and mappings that are known: `x.strip()`. Confined to one rendering.
final class Methods {
    static final Signatures SIGNATURES = new Signatures(
            "method",
            Map.ofEntries(
                    Map.entry("strip", new Count(0, 1)),
                    Map.entry("lstrip", new Count(0, 1)),
                    Map.entry("rstrip", new Count(0, 1)),
                    Map.entry("split", new Count(0, 2)),
                    Map.entry("startswith", new Count(1, 1)),
                    Map.entry("endswith", new Count(1, 1)),
                    Map.entry("upper", new Count(0, 0)),
                    Map.entry("lower", new Count(0, 0)),
                    Map.entry("title", new Count(0, 0)),
                    Map.entry("replace", new Count(2, 2)),
                    Map.entry("get", new Count(1, 2)),
                    Map.entry("items", new Count(0, 0))));

    private final Workshop shop;
    private final Texts texts;

    Methods(Workshop shop) {
        this.shop = shop;
        this.texts = new Texts(shop);
    }

    /// @param name one that was checked
    Value call(String name, Value of, List<Value> arguments, int at) {
        return switch (of) {
            case Text text when !name.equals("get") && !name.equals("items") -> ofText(name, text, arguments, at);
            case Mapping mapping when name.equals("get") -> get(mapping, arguments, at);
            case Mapping mapping when name.equals("items") -> items(mapping, at);
            default -> throw shop.refusal(at, of.describe() + " has no method " + name);
        };
    }

    private Value ofText(String name, Text of, List<Value> arguments, int at) {
        return switch (name) {
            case "strip" -> texts.stripped(of, arguments, true, true, at);
            case "lstrip" -> texts.stripped(of, arguments, true, false, at);
            case "rstrip" -> texts.stripped(of, arguments, false, true, at);
            case "split" -> texts.split(of, arguments, at);
            case "replace" -> texts.replaced(of, arguments, at);
            case "startswith" -> new Flag(of.text().startsWith(argument(name, arguments, at)));
            case "endswith" -> new Flag(of.text().endsWith(argument(name, arguments, at)));
            case "upper" -> shop.changed(of, text -> text.toUpperCase(Locale.ROOT), at);
            case "lower" -> shop.changed(of, text -> text.toLowerCase(Locale.ROOT), at);
            default -> texts.title(of, at);
        };
    }

    private String argument(String name, List<Value> arguments, int at) {
        String argument = shop.text(arguments.getFirst(), "what " + name + " looks for", at);
        shop.budget().work(at, argument.length());
        return argument;
    }

    private Value get(Mapping of, List<Value> arguments, int at) {
        Value instead = arguments.size() == 2 ? arguments.getLast() : Value.None.VALUE;
        return of.entries().getOrDefault(shop.text(arguments.getFirst(), "a key", at), instead);
    }

    private Value items(Mapping of, int at) {
        shop.budget().work(at, of.entries().size());
        return new Listing(of.entries().entrySet().stream()
                .<Value>map(e -> new Listing(List.of(new Text(e.getKey()), e.getValue())))
                .toList());
    }
}
