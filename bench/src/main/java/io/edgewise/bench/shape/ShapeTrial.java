// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.shape;

import io.edgewise.bench.generator.ChildJvm;
import io.edgewise.importer.generator.GeneratorNeeds;
import io.edgewise.importer.generator.MemorySpeed;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.wrap.TemporaryFolder;
import io.edgewise.inference.wrap.WrapException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// How a model of the shape of a `config.json` would do on this machine: what is planned, and what really comes of it
/// with random weights.
///
/// `./edgewise bench shape CONFIG.json`
public final class ShapeTrial {
    private static final int USAGE = 2;
    private static final int REFUSED = 78;
    /// What an import says that it needs at most, and a gateway's.
    private static final List<String> SMALL_HEAP = List.of("-Xmx512m");

    private ShapeTrial() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1 || !Files.isRegularFile(Path.of(arguments[0]))) {
            System.err.println("usage: edgewise bench shape CONFIG.json");
            System.exit(USAGE);
        }
        try {
            System.exit(run(Path.of(arguments[0])));
        } catch (WrapException e) {
            System.err.println(e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static int run(Path config) throws IOException, InterruptedException {
        GeneratorNeeds needs = GeneratorNeeds.ofConfiguration(config, DecoderPrecision.INT8, OptionalInt.empty());
        System.out.println("planned");
        needs.sentences(MemorySpeed.bytesPerSecond()).forEach(line -> System.out.println("  " + line));
        if (needs.obstacle().isPresent()) {
            System.out.println("  refused    " + needs.obstacle().get());
            return REFUSED;
        }
        try (TemporaryFolder folder = TemporaryFolder.make("edgewise-bench-shape")) {
            tried(config, folder.path());
        }
        return 0;
    }

    private static void tried(Path config, Path folder) throws IOException, InterruptedException {
        System.out.println("tried, with random weights");
        Path checkpoint = folder.resolve("checkpoint");
        Path bundle = folder.resolve("bundle");
        RandomCheckpoint.write(config, checkpoint);
        print(ChildJvm.run(ImportTrial.class, SMALL_HEAP, checkpoint.toString(), bundle.toString()));
        System.out.printf(Locale.ROOT, "  file       %.2f GB%n", Files.size(bundle.resolve("model.tflite")) / 1e9);
        Path weights = Files.createDirectory(folder.resolve("weights"));
        System.out.println("  first start, which packs the weights");
        print(ChildJvm.run(WritingTrial.class, SMALL_HEAP, bundle.toString(), weights.toString()));
        System.out.println("  next start");
        print(ChildJvm.run(WritingTrial.class, SMALL_HEAP, bundle.toString(), weights.toString()));
    }

    private static void print(List<String> lines) {
        lines.forEach(line -> System.out.println("  " + line));
    }
}
