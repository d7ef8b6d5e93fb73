// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What Java adds: the same passes over the same texts, with the same library, in a bare C program and through
/// [Encoder], at exact lengths. C, Java, Java, C in each round, so that what changes on the machine meanwhile
/// hits
/// both.
///
/// `./edgewise bench c-loop [BUNDLE [ROUNDS]]`; needs a C compiler.
public final class AgainstC implements AutoCloseable {
    private static final List<Integer> LENGTHS = List.of(8, 16, 32, 64, 128, 256, 512);
    private static final int WARM_UP = 2;
    private static final double SAME_LOGIT = 1e-4;
    private static final int FIRST_PASSES = 500;
    /// Passes of one turn: many short ones, few long ones.
    private static final int TOKENS_A_TURN = 512;
    private static final int LEAST_PASSES = 3;

    private final Bundle bundle;
    private final Model model;
    private final Encoder encoder;
    private final List<String> heads;
    private final Set<String> outputs;
    private final Encoding text;
    private final CLoop c;

    private AgainstC(Path directory, Path folder) throws IOException, InterruptedException {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        this.bundle = Bundle.open(directory);
        this.model = lite.model(bundle.modelFile());
        this.encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu());
        this.heads = bundle.descriptor().heads().stream().map(Head::name).toList();
        this.outputs = Set.copyOf(heads);
        String once = bundle.goldenTests().texts().stream().map(Golden::text).collect(Collectors.joining(" "));
        this.text = bundle.tokenizer().encode((once + " ").repeat(LENGTHS.getLast()));
        this.c = CLoop.start(
                ProjectRoot.path("bench/src/main/c/loop.c"),
                folder,
                lite.file().path(),
                directory.resolve(bundle.descriptor().model().file()),
                bundle.descriptor().model().signature().orElseThrow(),
                heads);
    }

    /// The times of one length.
    ///
    /// @param ratios Java's median to C's, of each round
    private record Length(int tokens, List<Long> c, List<Long> java, List<Double> ratios) {}

    private void run(int rounds) throws IOException {
        java(FIRST_PASSES, LENGTHS.getFirst());
        List<Length> lengths = LENGTHS.stream()
                .filter(tokens -> tokens <= bundle.descriptor().model().maxTokens())
                .map(tokens -> new Length(tokens, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (int round = 0; round < rounds; round++) {
            for (Length length : lengths) {
                round(length);
            }
        }
        System.out.printf(
                "%s, %d rounds of C, Java, Java, C; milliseconds of a pass%n",
                bundle.descriptor().id(), rounds);
        System.out.println("tokens    C best   C median  Java best Java median   best to best   median of the rounds");
        lengths.forEach(AgainstC::print);
    }

    private void round(Length length) throws IOException {
        int passes = Math.max(LEAST_PASSES, TOKENS_A_TURN / length.tokens());
        List<Long> ofC = new ArrayList<>(c(passes, length.tokens()));
        List<Long> ofJava = new ArrayList<>(java(passes, length.tokens()));
        ofJava.addAll(java(passes, length.tokens()));
        ofC.addAll(c(passes, length.tokens()));
        length.c().addAll(ofC);
        length.java().addAll(ofJava);
        length.ratios().add(median(ofJava) / median(ofC));
    }

    private List<Long> c(int passes, int tokens) throws IOException {
        int[] ids = new int[tokens];
        ids[0] = bundle.tokenizer().special().classify();
        text.copyIds(0, tokens - 2, ids, 1);
        ids[tokens - 1] = bundle.tokenizer().special().separate();
        CLoop.Passes result = c.passes(passes, ids);
        requireSame(result.firstLogit(), tokens);
        return result.nanos();
    }

    /// Two programs that compute something else can't be compared.
    private void requireSame(double ofC, int tokens) {
        String head = heads.getFirst();
        double ofJava = encoder.run(List.of(window(tokens)), outputs).sequence(head, 0, 1, 0);
        if (!(Math.abs(ofJava - ofC) < SAME_LOGIT)) {
            throw new IllegalStateException("at " + tokens + " tokens the first logit of " + head + " is " + ofC
                    + " in C and " + ofJava + " in Java");
        }
    }

    private Window window(int tokens) {
        return new Window(text, 0, tokens - 2);
    }

    private List<Long> java(int passes, int tokens) {
        List<Window> window = List.of(window(tokens));
        for (int i = 0; i < WARM_UP; i++) {
            encoder.run(window, outputs);
        }
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < passes; i++) {
            long start = System.nanoTime();
            encoder.run(window, outputs);
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }

    private static void print(Length length) {
        System.out.printf(
                Locale.ROOT,
                "%6d  %8.3f   %8.3f   %8.3f    %8.3f          %.3f                  %.3f%n",
                length.tokens(),
                best(length.c()) / 1e6,
                median(length.c()) / 1e6,
                best(length.java()) / 1e6,
                median(length.java()) / 1e6,
                best(length.java()) / best(length.c()),
                median(length.ratios()));
    }

    private static double best(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private static double median(List<? extends Number> numbers) {
        double[] ordered =
                numbers.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = ordered.length / 2;
        return ordered.length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }

    @Override
    public void close() {
        c.close();
        encoder.close();
        model.close();
    }

    public static void main(String[] arguments) throws Exception {
        String bundle = arguments.length > 0 ? arguments[0] : "moderation";
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        Path given = Path.of(bundle);
        Path directory =
                Files.isDirectory(given) ? given : ProjectRoot.path("models").resolve(bundle);
        Path folder = Files.createTempDirectory("edgewise-c-loop");
        try (AgainstC bench = new AgainstC(directory, folder)) {
            bench.run(rounds);
        } finally {
            Files.deleteIfExists(folder.resolve("loop"));
            Files.deleteIfExists(folder);
        }
    }
}
