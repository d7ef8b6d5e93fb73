// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;

/// The real native library, loaded once for all tests of a JVM, as it is once in a gateway.
public final class TestLibrary {
    private static final class Loaded {
        static final TensorFlowLite LITE = TensorFlowLite.load(NativeLibrary.shipped(cache()));
    }

    private TestLibrary() {}

    public static TensorFlowLite lite() {
        return Loaded.LITE;
    }

    /// The library with nothing learnt about the board yet.
    public static PlanContext context(Path folder) {
        return PlanContext.of(lite(), folder, FileDigests.READING);
    }

    /// Where the tests of this module unpack the library to.
    public static Path cache() {
        return Path.of("target", "native-cache").toAbsolutePath();
    }

    /// A tiny model, written into a folder and mapped.
    public static ModelFile map(TinyFile model, Path folder) {
        return ModelFile.map(model.writeTo(folder));
    }
}
