// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.Optional;

/// A program that wants packed weights on disk, and builds an interpreter with what it gets.
final class MakesCache {
    private MakesCache() {}

    /// @param arguments the native library, the model, the folder of the cache
    public static void main(String[] arguments) {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.at(Path.of(arguments[0])));
        Path file = Path.of(arguments[1]);
        try (Model model = lite.model(ModelFile.map(file))) {
            Delegate.XnnPack cached = new WeightCaches(Path.of(arguments[2]), "library, processor")
                    .cached(new Delegate.XnnPack(1), model, Sha256.of(file));
            try (Graph graph = Graph.open(model, InterpreterOptions.with(cached), Optional.of("packed"))) {
                int taken = graph.plan().delegatedNodes();
                System.out.println("XNNPACK runs " + taken + " nodes, weights in "
                        + cached.weightCache()
                                .map(Path::getFileName)
                                .map(Path::toString)
                                .orElse("memory"));
            }
        }
    }
}
