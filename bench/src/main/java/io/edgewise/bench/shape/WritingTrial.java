// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.shape;

import io.edgewise.bench.generator.Resident;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.plan.WeightCaches;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Opens a bundle in a JVM of its own with all the context that it has, writes with it, and prints what that took.
final class WritingTrial {
    private static final int TOKENS = 32;
    private static final double NANOS = 1e9;

    private WritingTrial() {}

    /// @param arguments the bundle, and a folder for packed weights
    public static void main(String[] arguments) throws IOException {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        long begin = System.nanoTime();
        GeneratorBundle bundle = GeneratorBundle.open(DescriptorFile.read(Path.of(arguments[0])), FileDigests.READING);
        Generator.Options options = new Generator.Options(
                bundle.descriptor().model().context(),
                1,
                1,
                Optional.of(new WeightCaches(Path.of(arguments[1]), "bench")),
                System::nanoTime);
        try (Generator generator = Generator.open(lite, bundle, options)) {
            System.out.printf(Locale.ROOT, "opened in %.1f s%n", (System.nanoTime() - begin) / NANOS);
            GenerationRequest request = GenerationRequest.of(
                    List.of(Message.user("The pump in the north hall leaks oil.")),
                    new Limits(TOKENS, Duration.ofMinutes(10)));
            generator.write(request); // the prompt, and what the first call of all allocates
            begin = System.nanoTime();
            Generated written = generator.write(request);
            Resident resident = Resident.of(ProcessHandle.current().pid());
            System.out.printf(
                    Locale.ROOT,
                    "wrote %d tokens, %.1f a second; memory %.0f MB, of it %.0f of files%n",
                    written.tokens(),
                    written.tokens() * NANOS / (System.nanoTime() - begin),
                    resident.all(),
                    resident.file());
        }
    }
}
