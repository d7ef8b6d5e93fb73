// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.shape;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.Locale;

/// Imports a checkpoint in a JVM of its own, and prints what that took.
final class ImportTrial {
    private ImportTrial() {}

    /// @param arguments the checkpoint, and the folder of the bundle
    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        try (GeneratorImport importing =
                GeneratorImport.open(GeneratorImportOptions.of(Path.of(arguments[0]), Path.of(arguments[1])))) {
            importing.run(TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv()))));
        }
        System.out.printf(
                Locale.ROOT,
                "imported in %.0f s with a heap of at most %d MB%n",
                (System.nanoTime() - begin) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
