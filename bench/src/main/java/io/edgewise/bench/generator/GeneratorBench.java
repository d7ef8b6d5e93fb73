// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.bench.generator.Notes.Answered;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.RememberedDigests;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.GeneratorLane;
import io.edgewise.inference.plan.WeightCaches;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.wrap.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// How fast a bundle writes on this machine, on one thread: its start by parts, reading and writing beside
/// llama.cpp on the same weights, what a mask costs, and work orders out of notes.
///
/// `./edgewise bench generate BUNDLE [--against MODEL.gguf [--python PATH]] [--rounds N]`
public final class GeneratorBench {
    private static final int PROMPT = 128;
    private static final int TOKENS = 64;
    private static final int MOST_WAITING = 64;

    private final BenchOptions options;
    private final Path bundle;
    private final Path state;
    private final TensorFlowLite lite;

    private GeneratorBench(BenchOptions options, Path state) {
        this.options = options;
        this.bundle = options.bundle();
        this.state = state;
        this.lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
    }

    public static void main(String[] arguments) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.of(arguments);
            requireWriting(options.bundle());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(BenchOptions.USAGE);
            System.exit(2);
            return;
        }
        try (TemporaryFolder state = TemporaryFolder.make("edgewise-bench-generate")) {
            new GeneratorBench(options, state.path()).run();
        }
    }

    /// @throws IllegalArgumentException when it is no bundle that writes texts
    private static void requireWriting(Path bundle) {
        try {
            String id = DescriptorFile.read(bundle).describeGenerator().id();
            System.out.println("bundle " + id);
        } catch (BundleException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(
                "load average %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
        Starts starts = new Starts(bundle, state);
        System.out.printf(Locale.ROOT, "the first start, which packs the weights: %.0f ms%n", starts.first());
        double load = starts.print();
        try (Generator generator = open()) {
            contest(generator, load);
            masks(generator);
        }
        notes();
        System.out.printf(
                "load average %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private Generator open() {
        return Start.open(
                lite, bundle, new RememberedDigests(state), new WeightCaches(state.resolve("weights"), "bench"));
    }

    private void contest(Generator generator, double load) throws IOException, InterruptedException {
        List<Writer> writers = new ArrayList<>();
        long bytes = Files.size(
                bundle.resolve(generator.bundle().descriptor().model().file()));
        writers.add(new OwnWriter(generator, load, bytes));
        try {
            for (Path model : others()) {
                writers.add(LlamaWriter.start(python(), model, OwnWriter.CONTEXT));
            }
            double before = ReadSpeed.bytesPerSecond();
            Contest contest = new Contest(writers, PROMPT, TOKENS);
            contest.run(options.rounds());
            double bandwidth = Math.max(before, ReadSpeed.bytesPerSecond());
            contest.print(bandwidth);
            System.out.println(contest.explanation(bandwidth));
        } finally {
            writers.forEach(Writer::close);
        }
    }

    /// The weights as Q8_0 first, which is what int8 is to be compared with.
    private List<Path> others() throws IOException, InterruptedException {
        if (options.against().isEmpty()) {
            return List.of();
        }
        Path given = options.against().get();
        try {
            Path eight = String.valueOf(given.getFileName()).contains("Q8_0") ? given : python().q8(given);
            return Stream.of(eight, given).distinct().toList();
        } catch (LlamaPython.Unavailable e) {
            System.out.println("skipped: " + e.getMessage());
            return List.of();
        }
    }

    private LlamaPython python() throws IOException, InterruptedException {
        return LlamaPython.find(options.python());
    }

    private void masks(Generator generator) {
        MaskCost cost = new MaskCost(generator);
        for (int round = 0; round <= options.rounds(); round++) {
            cost.round(round);
        }
        System.out.printf(
                Locale.ROOT,
                "%nthe same text freely and with a mask at each token: %.3f and %.3f ms a token (best rounds), %+.1f %% (median of the"
                        + " rounds)%n",
                cost.freeMillis(),
                cost.maskedMillis(),
                100 * cost.share());
    }

    private void notes() throws IOException {
        Notes notes = new Notes();
        try (GeneratorLane lane = new GeneratorLane("bench", this::open, MOST_WAITING)) {
            List<Answered> answered = notes.through(lane);
            List<Answered> later = answered.subList(1, answered.size());
            System.out.printf(
                    Locale.ROOT,
                    "%nwork orders of %d notes through a lane: the first, which reads the examples, %.0f ms; the others %.0f ms"
                            + " (median; best %.0f, longest %.0f), %.0f of %.0f tokens of a prompt known, %.0f of %.0f tokens"
                            + " of an answer certain%n",
                    answered.size(),
                    answered.getFirst().millis(),
                    Numbers.median(later.stream().map(Answered::millis).toList()),
                    Numbers.least(later.stream().map(Answered::millis).toList()),
                    Numbers.most(later.stream().map(Answered::millis).toList()),
                    median(later, note -> note.answer().reusedTokens()),
                    median(later, note -> note.answer().promptTokens()),
                    median(later, note -> note.answer().forcedTokens()),
                    median(later, note -> note.answer().tokens()));
            grammar(notes, later);
        }
    }

    private static double median(List<Answered> notes, ToIntFunction<Answered> what) {
        return Numbers.median(
                notes.stream().map(note -> (double) what.applyAsInt(note)).toList());
    }

    private void grammar(Notes notes, List<Answered> answered) {
        GeneratorBundle opened = GeneratorBundle.open(DescriptorFile.read(bundle), FileDigests.READING);
        opened.modelFile().close();
        List<Double> millis = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (Answered note : answered) {
            int[] ids = ids(opened.tokenizer().encode(note.answer().text()));
            double took = notes.grammarMillis(note, ids);
            millis.add(took);
            shares.add(100 * took / note.millis());
        }
        System.out.printf(
                Locale.ROOT,
                "the schema's part of an order: %.2f ms, %.1f %% (medians)%n",
                Numbers.median(millis),
                Numbers.median(shares));
    }

    private static int[] ids(Encoding encoding) {
        int[] ids = new int[encoding.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = encoding.id(i);
        }
        return ids;
    }
}
