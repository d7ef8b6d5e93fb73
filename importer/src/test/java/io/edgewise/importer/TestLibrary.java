// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;

/// The real native library, loaded once for all tests of a JVM.
final class TestLibrary {
    private static final class Loaded {
        static final TensorFlowLite LITE = TensorFlowLite.load(
                NativeLibrary.shipped(Path.of("target", "native-cache").toAbsolutePath()));
    }

    private TestLibrary() {}

    static TensorFlowLite lite() {
        return Loaded.LITE;
    }
}
