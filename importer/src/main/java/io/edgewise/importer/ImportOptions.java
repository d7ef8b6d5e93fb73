// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.wrap.Naming;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a bundle is to be made of. What is left out is found in the checkpoint. Immutable.
///
/// @param checkpoint the folder with `config.json`
/// @param directory the bundle; must not be there yet
/// @param goldenTexts texts to test boards with, in place of a few in English
public record ImportOptions(
        Path checkpoint, Path directory, Naming naming, Meaning meaning, Form form, List<String> goldenTexts) {
    public ImportOptions {
        goldenTexts = List.copyOf(goldenTexts);
    }

    /// A checkpoint that says everything of itself, with int8 matrices.
    public static ImportOptions of(Path checkpoint, Path directory) {
        return new ImportOptions(
                checkpoint, directory, Naming.LEFT_OUT, Meaning.LEFT_OUT, Form.of(Precision.INT8), List.of());
    }

    /// The same in another form.
    public ImportOptions with(Form other) {
        return new ImportOptions(checkpoint, directory, naming, meaning, other, goldenTexts);
    }

    /// The same with another meaning.
    public ImportOptions with(Meaning other) {
        return new ImportOptions(checkpoint, directory, naming, other, form, goldenTexts);
    }

    /// What the model's numbers mean.
    ///
    /// @param heads those that are meant, of a checkpoint that has several; empty for all
    /// @param groups extraction groups by head
    public record Meaning(Optional<TaskKind> task, Set<String> heads, Map<String, String> groups) {
        public static final Meaning LEFT_OUT = new Meaning(Optional.empty(), Set.of(), Map.of());

        public Meaning {
            heads = Collections.unmodifiableSet(new LinkedHashSet<>(heads));
            groups = Map.copyOf(groups);
        }
    }

    /// What becomes of the weights.
    ///
    /// @param tokens most of a window
    /// @param layers numbers of those that are kept, from 0; empty for all
    /// @param cut what of the vocabulary is kept; all of it when left out
    public record Form(Precision precision, OptionalInt tokens, List<Integer> layers, Optional<Cut> cut) {
        public Form {
            layers = List.copyOf(layers);
        }

        /// All layers and pieces, and as long windows as is usual.
        public static Form of(Precision precision) {
            return new Form(precision, OptionalInt.empty(), List.of(), Optional.empty());
        }

        /// The same with some layers.
        public Form withLayers(Integer... kept) {
            return new Form(precision, tokens, List.of(kept), cut);
        }

        /// The same with a smaller vocabulary.
        public Form withCut(Path texts, int pieces) {
            return new Form(precision, tokens, layers, Optional.of(new Cut(texts, pieces)));
        }

        /// The same with windows of another length.
        public Form withTokens(int most) {
            return new Form(precision, OptionalInt.of(most), layers, cut);
        }
    }

    /// How a vocabulary is cut.
    ///
    /// @param texts a file with a text in each line, like those that the model will read
    /// @param pieces how many are kept
    public record Cut(Path texts, int pieces) {}
}
