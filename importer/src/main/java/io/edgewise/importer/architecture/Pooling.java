// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.wrap.Findings;
import java.util.Optional;

/// What stands for a whole text in an embedder, by the files of sentence-transformers. Confined to one thread.
final class Pooling {
    private static final String FILE = "1_Pooling/config.json";

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
        boolean first = config.get().flag("pooling_mode_cls_token").orElse(false);
        boolean mean = config.get().flag("pooling_mode_mean_tokens").orElse(false);
        if (first == mean) {
            findings.problem(FILE + " asks for another pooling than the mean of all tokens or the first token");
        }
        return first ? ModelEntry.Pooling.FIRST : ModelEntry.Pooling.MEAN;
    }
}
