// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.wrap.Naming;
import io.edgewise.testkit.checkpoint.RandomLlama;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// A bundle that writes texts without sense, some thousand tokens a second: made on the spot of a tiny
/// checkpoint of random weights.
public final class RandomWriter {
    private static final long SEED = 20_261_130;

    private RandomWriter() {}

    /// Makes the bundle.
    ///
    /// @param folder where checkpoint and bundle go
    /// @param context tokens of a text with its answer
    /// @return the bundle's folder
    public static Path bundle(Path folder, int context) {
        GeneratorImportOptions options = new GeneratorImportOptions(
                new RandomLlama(context, SEED).writeTo(folder),
                folder.resolve("writer"),
                Naming.LEFT_OUT,
                DecoderPrecision.FP32,
                OptionalInt.of(context),
                List.of());
        try (GeneratorImport importing = GeneratorImport.open(options)) {
            return importing.run(library(folder)).directory();
        }
    }

    /// The native library, unpacked below a folder.
    public static TensorFlowLite library(Path folder) {
        return TensorFlowLite.load(NativeLibrary.shipped(folder.resolve("native")));
    }
}
