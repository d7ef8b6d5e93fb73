// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.RememberedDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.plan.WeightCaches;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.PieceBytes;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// One start of a generator, in a JVM of its own: as a whole, or its parts one after the other, in which everything is
/// done twice, so that the second time shows what is left of it in a JVM that has run for a while.
///
/// Prints lines of a name and milliseconds.
final class Start {
    static final String WHOLE = "whole";
    static final String PARTS = "parts";

    private static final double MILLIS = 1e6;

    private final Path directory;
    private final WeightCaches caches;
    private final FileDigests digests;
    private long begin = System.nanoTime();

    private Start(Path directory, Path state) {
        this.directory = directory;
        this.caches = new WeightCaches(state.resolve("weights"), "bench");
        this.digests = new RememberedDigests(state);
    }

    /// @param arguments whole or parts, the bundle, and a folder for what outlives a start
    public static void main(String[] arguments) {
        Start start = new Start(Path.of(arguments[1]), Path.of(arguments[2]));
        TensorFlowLite lite = start.library();
        if (arguments[0].equals(WHOLE)) {
            start.whole(lite);
        } else {
            start.parts(lite);
            start.parts(lite);
        }
    }

    private TensorFlowLite library() {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        lap("native library");
        return lite;
    }

    private void whole(TensorFlowLite lite) {
        open(lite, directory, digests, caches).close();
        lap("all but the library");
    }

    static Generator open(TensorFlowLite lite, Path directory, FileDigests digests, WeightCaches caches) {
        return Generator.open(
                lite,
                GeneratorBundle.open(DescriptorFile.read(directory), digests),
                new Generator.Options(OwnWriter.CONTEXT, 1, 1, Optional.of(caches), System::nanoTime));
    }

    private void parts(TensorFlowLite lite) {
        begin = System.nanoTime();
        GeneratorDescriptor descriptor = DescriptorFile.read(directory).describeGenerator();
        lap("bundle.json");
        ModelFile file = ModelFile.map(directory.resolve(descriptor.model().file()));
        String sha256 = file.sha256(digests);
        lap("model file: digest remembered, tables verified");
        Tokenizer tokenizer = descriptor
                .tokenizer()
                .kind()
                .read(
                        directory.resolve(descriptor.tokenizer().file()),
                        descriptor.tokenizer().options(),
                        descriptor.tokenizer().delimiter());
        lap("tokenizer read");
        vocabulary(tokenizer);
        lap("tokens as bytes, for grammars");
        try (Model model = lite.model(file)) {
            Delegate.XnnPack delegate = caches.cached(new Delegate.XnnPack(1), model, sha256);
            lap("packed weights: checksum");
            model.interpreter(new InterpreterOptions(List.of(delegate), 1, false))
                    .close();
            lap("graph built on them");
        }
    }

    private static void vocabulary(Tokenizer tokenizer) {
        PieceBytes pieces = tokenizer.bytes().orElseThrow();
        TokenBytes tokens = new TokenBytes(
                IntStream.range(0, pieces.size())
                        .mapToObj(id -> pieces.bytes(id).orElse(new byte[0]))
                        .toList(),
                Set.of(0));
        if (tokens.size() != pieces.size()) {
            throw new IllegalStateException("tokens are lost");
        }
    }

    private void lap(String name) {
        long now = System.nanoTime();
        System.out.printf(Locale.ROOT, "%s=%.3f%n", name, (now - begin) / MILLIS);
        begin = System.nanoTime();
    }
}
