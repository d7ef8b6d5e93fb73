// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.ModelEntry.Padding;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a bundle says of a plain sequence graph, without the bundle. Confined to the test that made it.
final class SequenceBundles {
    private final Map<InputRole, String> inputs = new EnumMap<>(InputRole.class);
    private Optional<String> signature = Optional.empty();
    private Padding padding = new Padding(0, Padding.Side.RIGHT);
    private int length = 8;
    private int rows = 120;

    SequenceBundles input(InputRole role, String tensor) {
        inputs.put(role, tensor);
        return this;
    }

    SequenceBundles signature(String key) {
        signature = Optional.of(key);
        return this;
    }

    SequenceBundles padding(int id, Padding.Side side) {
        padding = new Padding(id, side);
        return this;
    }

    SequenceBundles length(int tokens) {
        length = tokens;
        return this;
    }

    SequenceBundles rows(int words) {
        rows = words;
        return this;
    }

    BundleDescriptor with(Head... heads) {
        return new BundleDescriptor(
                "brought",
                "1.0.0",
                TaskKind.CLASSIFICATION,
                "",
                List.of(),
                "Apache-2.0",
                "",
                Map.of(),
                new ModelEntry.Sequence("model.tflite", signature, rows, length, inputs, padding),
                new TokenizerEntry(TokenizerKind.WORDPIECE, "vocab.txt", WordPieceOptions.uncased(), ""),
                new WindowEntry(length, 0),
                List.of(heads),
                new GoldenEntry("golden.json", 0.25, 1));
    }
}
