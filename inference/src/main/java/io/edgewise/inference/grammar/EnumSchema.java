// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// `enum` and `const`: values of any kind, written as they stand in the schema.
final class EnumSchema {
    static final Options BOOLEANS = new Options(List.of("true".getBytes(UTF_8), "false".getBytes(UTF_8)));
    static final Options NULL = Options.literal("null".getBytes(UTF_8));

    private EnumSchema() {}

    static Options term(SchemaBlock block) {
        String key = block.has("const") ? "const" : "enum";
        block.allowOnly(Set.of("type", key), "beside " + key);
        boolean single = block.has("const");
        List<DocumentNode> values = single ? List.of(Objects.requireNonNull(block.get(key))) : block.list(key);
        List<SchemaType> types = block.has("type") ? SchemaType.read(block) : List.of(SchemaType.values());
        List<byte[]> texts = new ArrayList<>();
        for (DocumentNode value : values) {
            check(block, single ? key : key + "/" + texts.size(), value, types);
            texts.add(JsonText.compact(value).getBytes(UTF_8));
        }
        return new Options(texts);
    }

    private static void check(SchemaBlock block, String key, DocumentNode value, List<SchemaType> types) {
        String text = JsonText.compact(value);
        if (types.stream().noneMatch(type -> type.fits(value))) {
            block.problem("type", value.describe() + " is not of this type, so that it can never be valid");
        } else if (CodePoints.hasHalves(text)) {
            block.problem(key, "has half of a character (a surrogate), which no text can have");
        } else if (text.length() > SortedBytes.LONGEST / 3) {
            block.problem(key, "is longer than " + SortedBytes.LONGEST / 3 + " characters");
        }
    }
}
