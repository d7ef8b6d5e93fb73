// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.ModelMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model says of itself, and the files behind it, as far as they can be read. Immutable.
///
/// @param damage what can't be read, a sentence each; it does not stand against a bundle for which it isn't needed
record SelfDescription(Optional<ModelMetadata> metadata, AssociatedFiles files, List<String> damage) {
    SelfDescription {
        damage = List.copyOf(damage);
    }

    /// @param path of the file
    static SelfDescription of(ModelFile file, Path path) {
        List<String> damage = new ArrayList<>();
        Optional<ModelMetadata> metadata = Optional.empty();
        AssociatedFiles files = new AssociatedFiles(path, List.of());
        try {
            metadata = file.metadata();
        } catch (UnsupportedModelException e) {
            damage.add(String.valueOf(e.getMessage()));
        }
        try {
            files = AssociatedFiles.of(path);
        } catch (UnsupportedModelException e) {
            damage.add(String.valueOf(e.getMessage()));
        }
        return new SelfDescription(metadata, files, damage);
    }

    /// A problem where vocabulary or labels would have to come from what is damaged, else a note.
    void report(WrapOptions options, Findings findings) {
        boolean labels = options.meaning().labels().isPresent()
                || options.meaning().task().filter(TaskKind.EMBEDDING::equals).isPresent();
        boolean needed = options.wording().vocabulary().isEmpty() || !labels;
        for (String sentence : damage) {
            if (needed) {
                findings.problem(
                        sentence + "; without it, vocabulary and labels must be named (--vocab FILE, and --labels"
                                + " FILE or --task embedding)");
            } else {
                findings.note(sentence + "; what it says is not used");
            }
        }
    }
}
