// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.NativeLibraryException;
import java.nio.file.Path;

/// A program that loads one library after the other and says what came of it. Started in a process of its own,
/// because the dynamic loader ends the process at some wrong files.
final class LoadLibrary {
    private LoadLibrary() {}

    public static void main(String[] files) {
        for (String file : files) {
            try {
                TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.at(Path.of(file)));
                System.out.println("loaded " + lite.version());
            } catch (NativeLibraryException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
