// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.wrap.Findings;
import java.util.List;
import java.util.Optional;

/// What stands for a whole text in an embedder, by the files of sentence-transformers. Confined to one thread.
final class Pooling {
    private static final String FILE = "1_Pooling/config.json";
    /// Several that are true at once are laid side by side.
    private static final String MODE = "pooling_mode_";
    private static final String FIRST = MODE + "cls_token";
    private static final String MEAN = MODE + "mean_tokens";

    private Pooling() {}

    static ModelEntry.Pooling ofEmbedder(CheckpointFolder folder, Findings findings) {
        if (folder.find("2_Dense/config.json").isPresent()) {
            findings.problem(
                    "2_Dense is a further layer behind the pooling, which no graph has: export a model without it");
        }
        Optional<Configuration> config = folder.configuration(FILE);
        if (config.isEmpty()) {
            findings.note("nobody says what stands for a whole text (there is no " + FILE
                    + "); the mean of its tokens is taken");
            return ModelEntry.Pooling.MEAN;
        }
        List<String> wanted = config.get().keys().stream()
                .filter(key -> key.startsWith(MODE) && config.get().flag(key).orElse(false))
                .toList();
        if (!wanted.equals(List.of(FIRST)) && !wanted.equals(List.of(MEAN))) {
            findings.problem(FILE + " asks for " + wanted + ": a graph gives " + MEAN + " or " + FIRST
                    + ", and one of them alone");
        }
        return wanted.contains(FIRST) ? ModelEntry.Pooling.FIRST : ModelEntry.Pooling.MEAN;
    }
}
