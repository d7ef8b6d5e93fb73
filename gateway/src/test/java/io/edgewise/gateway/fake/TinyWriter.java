// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import io.edgewise.testkit.checkpoint.TinyTokenizer;
import java.nio.file.Path;

/// A bundle that writes, of a tiny Llama with random weights: what it writes has no sense.
public final class TinyWriter {
    private TinyWriter() {}

    /// Writes it to `models/writer` in a folder.
    public static Path writeTo(Path folder) {
        Path checkpoint = TinyDecoder.LLAMA.writeTo(folder);
        TinyTokenizer.writeTo(checkpoint);
        Path bundle = folder.resolve("models/writer");
        try (GeneratorImport importing = GeneratorImport.open(GeneratorImportOptions.of(checkpoint, bundle))) {
            importing.run(TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv()))));
        }
        return bundle;
    }
}
