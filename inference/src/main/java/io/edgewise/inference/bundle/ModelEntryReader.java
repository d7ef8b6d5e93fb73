// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.ModelEntry.Padding;
import io.edgewise.inference.document.Section;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads the block `model` of `bundle.json`.
final class ModelEntryReader {
    private ModelEntryReader() {}

    private enum Form {
        PACKED,
        SEQUENCE
    }

    static ModelEntry read(Section s) {
        String file = s.text("file", "model.tflite", "the graph's file");
        Form form = s.choice("form", Form.PACKED, Form.class, "how the graph takes texts");
        Optional<String> signature = s.maybe(
                "signature",
                "packed",
                t -> t,
                "key of the signature that is run; a sequence without one is run by the graph's own inputs and outputs");
        int rows = s.integer("vocabulary-size", 30522, 1, 1_000_000, "rows of the word table");
        ModelEntry packed = packed(s, file, signature, rows);
        ModelEntry sequence = sequence(s, file, signature, rows, form);
        return form == Form.PACKED ? packed : sequence;
    }

    private static ModelEntry packed(Section s, String file, Optional<String> signature, int rows) {
        return new ModelEntry.Packed(
                file,
                signature.orElse(""),
                rows,
                s.integer("max-positions", 512, 3, 65_536, "packed: rows of the position table"),
                s.integer("hidden-size", 384, 1, 65_536, "packed: width of the embedding"),
                s.integer("pack-tokens", 64, 1, 512, "packed: most tokens of several messages in one pass"),
                s.choice(
                        "pooling",
                        ModelEntry.Pooling.MEAN,
                        ModelEntry.Pooling.class,
                        "packed: what stands for a whole message, the mean of its tokens or the first"));
    }

    private static ModelEntry sequence(Section s, String file, Optional<String> signature, int rows, Form form) {
        int length = s.integer(
                "length", 128, 8, 65_536, "sequence: tokens of the graph's row, or the most where it leaves them open");
        Map<InputRole, String> inputs =
                s.section("inputs", ModelEntryReader::inputs, "sequence: inputs by role, each by name or position");
        Padding padding = s.section(
                "padding", ModelEntryReader::padding, "sequence: what fills a row up that has a fixed length");
        if (form == Form.SEQUENCE && !inputs.containsKey(InputRole.IDS)) {
            s.problem("inputs", "ids is missing: the input that takes the token ids, by its name or its position");
        } else if (form == Form.PACKED && !inputs.isEmpty()) {
            s.problem("inputs", "are those of a sequence; write \"form\": \"sequence\"");
        } else if (form == Form.PACKED && signature.isEmpty()) {
            s.problem("signature", "is missing: key of the encoder signature, for example packed");
        }
        if (form == Form.SEQUENCE && padding.id() >= rows) {
            s.problem(
                    "padding.id",
                    "is " + padding.id() + ", the word table has " + rows + " rows (vocabulary-size), the first of"
                            + " which is 0");
        }
        return new ModelEntry.Sequence(file, signature, rows, length, inputs, padding);
    }

    private static Map<InputRole, String> inputs(Section s) {
        Map<InputRole, String> inputs = new EnumMap<>(InputRole.class);
        put(s, inputs, InputRole.IDS, "ids", "token ids");
        put(s, inputs, InputRole.MASK, "mask", "1 for a token, 0 for what fills the row up");
        put(s, inputs, InputRole.TYPE_IDS, "type-ids", "which of two texts a token is of; always 0");
        put(s, inputs, InputRole.POSITIONS, "positions", "number of the token, from 0");
        return inputs;
    }

    private static void put(Section s, Map<InputRole, String> inputs, InputRole role, String key, String description) {
        s.maybe(key, "input_" + key, t -> t, description).ifPresent(tensor -> inputs.put(role, tensor));
    }

    private static Padding padding(Section s) {
        return new Padding(
                s.integer("id", 0, 0, 999_999, "id of the piece that fills up"),
                s.choice("side", Padding.Side.RIGHT, Padding.Side.class, "where it stands"));
    }
}
