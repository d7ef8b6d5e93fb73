// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.util.List;
import java.util.Map;

/// Descriptors of bundles that are never opened: only their heads count. See [Bundle] for real ones.
final class TestDescriptors {
    private TestDescriptors() {}

    static BundleDescriptor of(TaskKind task, Head... heads) {
        return new BundleDescriptor(
                "test",
                "1.2.3",
                task,
                "",
                List.of("en"),
                "Apache-2.0",
                "",
                Map.of(),
                new ModelEntry.Packed("model.tflite", "packed", 120, 64, 32, 64, ModelEntry.Pooling.MEAN),
                new TokenizerEntry(TokenizerKind.WORDPIECE, "vocab.txt", WordPieceOptions.uncased(), ""),
                new WindowEntry(32, 8),
                List.of(heads),
                new GoldenEntry("golden.json", 0.25, 1));
    }
}
