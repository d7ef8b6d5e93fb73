// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.wrap.Naming;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// What a bundle that writes texts is to be made of. Immutable.
///
/// @param checkpoint the folder with `config.json`, or a `.gguf` file
/// @param directory the bundle; must not be there yet
/// @param precision what becomes of the weights
/// @param context tokens of a text with its answer that the graph can look at; else at most 2048
/// @param goldenTexts texts to test boards with, in place of a few in English
public record GeneratorImportOptions(
        Path checkpoint,
        Path directory,
        Naming naming,
        DecoderPrecision precision,
        OptionalInt context,
        List<String> goldenTexts) {
    public GeneratorImportOptions {
        goldenTexts = List.copyOf(goldenTexts);
    }

    /// A checkpoint that says everything of itself, with int8 matrices.
    public static GeneratorImportOptions of(Path checkpoint, Path directory) {
        return new GeneratorImportOptions(
                checkpoint, directory, Naming.LEFT_OUT, DecoderPrecision.INT8, OptionalInt.empty(), List.of());
    }
}
