// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.vocabulary;

import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A tokenizer's file of which pieces can be left out. Immutable.
public sealed interface CuttableVocabulary permits LineVocabulary, JsonVocabulary {
    /// That of a tokenizer; empty when its file has another form.
    ///
    /// @param file as the entry names it
    /// @throws IOException when it can't be read
    static Optional<CuttableVocabulary> of(TokenizerEntry entry, Path file, Tokenizer tokenizer) throws IOException {
        if (entry.file().endsWith(".txt")) {
            return Optional.of(new LineVocabulary(entry.options(), tokenizer));
        }
        return entry.file().equals("tokenizer.json")
                ? Optional.of(JsonVocabulary.read(file, tokenizer))
                : Optional.empty();
    }

    /// Whether the piece has a meaning of its own, or stands for a single character or byte, so that what could be
    /// spelled still can.
    boolean isNeeded(int id);

    /// The pieces that this one can't be put together without, itself among them.
    Set<Integer> parts(int id);

    /// The file with these pieces only, numbered anew in this order.
    ///
    /// @param kept what is needed, and with each piece its parts
    String with(List<Integer> kept);
}
