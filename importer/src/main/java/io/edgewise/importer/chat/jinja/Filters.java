// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Signatures.Count;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Undefined;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The filters that are known: `x|trim`. Confined to one rendering.
final class Filters {
    static final Signatures SIGNATURES = new Signatures(
            "filter",
            Map.ofEntries(
                    Map.entry("trim", new Count(0, 1)),
                    Map.entry("upper", new Count(0, 0)),
                    Map.entry("lower", new Count(0, 0)),
                    Map.entry("length", new Count(0, 0)),
                    Map.entry("count", new Count(0, 0)),
                    Map.entry("first", new Count(0, 0)),
                    Map.entry("last", new Count(0, 0)),
                    Map.entry("join", new Count(0, 1)),
                    Map.entry("default", new Count(0, 2)),
                    Map.entry("d", new Count(0, 2)),
                    Map.entry("tojson", new Count(0, 0)),
                    Map.entry("replace", new Count(2, 2)),
                    Map.entry("string", new Count(0, 0))));

    private final Workshop shop;
    private final Parts parts;
    private final Texts texts;
    private final JsonWriter json;

    Filters(Workshop shop, Parts parts) {
        this.shop = shop;
        this.parts = parts;
        this.texts = new Texts(shop);
        this.json = new JsonWriter(shop);
    }

    /// @param name one that was checked
    Value apply(String name, Value of, List<Value> arguments, int at) {
        return switch (name) {
            case "trim" -> texts.stripped(new Text(shop.written(of, at)), arguments, true, true, at);
            case "upper" -> shop.changed(of, text -> text.toUpperCase(Locale.ROOT), at);
            case "lower" -> shop.changed(of, text -> text.toLowerCase(Locale.ROOT), at);
            case "length", "count" -> new Value.Whole(shop.items(of, at).size());
            case "first" -> end(of, 0, at);
            case "last" -> end(of, -1, at);
            case "join" -> join(of, arguments, at);
            case "default", "d" -> fallback(of, arguments);
            case "tojson" -> json.write(of, at);
            case "replace" -> texts.replaced(new Text(shop.written(of, at)), arguments, at);
            default -> shop.changed(of, text -> text, at);
        };
    }

    private Value end(Value of, int index, int at) {
        return parts.item(new Value.Listing(shop.items(of, at)), new Value.Whole(index), at);
    }

    private Value join(Value of, List<Value> arguments, int at) {
        String between = arguments.isEmpty() ? "" : shop.written(arguments.getFirst(), at);
        StringBuilder joined = new StringBuilder();
        for (Value item : shop.items(of, at)) {
            String text = shop.written(item, at);
            shop.budget().step(at);
            shop.budget().work(at, text.length() + between.length());
            joined.append(joined.isEmpty() ? "" : between).append(text);
        }
        return new Text(joined.toString());
    }

    /// With a second argument that is true, it stands for everything that isn't.
    private static Value fallback(Value of, List<Value> arguments) {
        boolean also = arguments.size() == 2 && arguments.getLast().isTrue() && !of.isTrue();
        boolean missing = of instanceof Undefined || also;
        Value instead = arguments.isEmpty() ? new Text("") : arguments.getFirst();
        return missing ? instead : of;
    }
}
