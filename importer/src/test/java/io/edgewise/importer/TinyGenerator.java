// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.importer.generator.GeneratorImported;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.wrap.Naming;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import io.edgewise.testkit.checkpoint.TinyTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Generators of tiny checkpoints with random weights: what they write has no sense, and is the same each time.
final class TinyGenerator {
    private TinyGenerator() {}

    static GeneratorImported imported(TinyDecoder tiny, DecoderPrecision precision, Path folder) {
        Path checkpoint = tiny.writeTo(folder);
        TinyTokenizer.writeTo(checkpoint);
        GeneratorImportOptions options = new GeneratorImportOptions(
                checkpoint, folder.resolve("bundle"), Naming.LEFT_OUT, precision, OptionalInt.empty(), List.of());
        try (GeneratorImport importing = GeneratorImport.open(options)) {
            return importing.run(TestLibrary.lite());
        }
    }

    /// The bundle of [#imported].
    static GeneratorBundle bundle(Path folder) {
        return GeneratorBundle.open(DescriptorFile.read(folder.resolve("bundle")), FileDigests.READING);
    }

    static Generator open(Path folder, Generator.Options options) {
        return Generator.open(TestLibrary.lite(), bundle(folder), options);
    }
}
