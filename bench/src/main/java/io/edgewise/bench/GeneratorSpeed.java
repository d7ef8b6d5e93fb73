// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generation;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenMasks;
import io.edgewise.inference.plan.WeightCaches;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How fast a bundle writes on this machine, on one thread: opening it, reading a prompt, writing freely, and
/// fields as JSON. Medians of some rounds, taken in turn.
public final class GeneratorSpeed {
    private static final int ROUNDS = 9;
    private static final int TOKENS = 64;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e6;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String NOTE =
            "Pump P-101 in the north hall leaks oil at the seal since this morning, please hurry";
    private static final String SCHEMA = """
            {"type":"object","properties":{
              "equipment":{"type":"string","from-source":true},
              "problem":{"type":"string","from-source":true},
              "priority":{"enum":["low","normal","high"]}},
             "required":["equipment","problem","priority"]}""";
    private static final List<Message> SHOTS = List.of(
            Message.system("You turn notes of a plant into JSON."),
            Message.user("Fan F-7 rattles loudly, please look at it today"),
            Message.assistant("{\"equipment\":\"Fan F-7\",\"problem\":\"rattles loudly\",\"priority\":\"high\"}"),
            Message.user("The lamp in hall 2 flickers, no hurry"),
            Message.assistant("{\"equipment\":\"lamp in hall 2\",\"problem\":\"flickers\",\"priority\":\"low\"}"),
            Message.user("conveyor 12: belt runs to the left"),
            Message.assistant(
                    "{\"equipment\":\"conveyor 12\",\"problem\":\"belt runs to the left\",\"priority\":\"normal\"}"));

    private GeneratorSpeed() {}

    /// @param arguments the bundle's directory
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: edgewise bench generate BUNDLE");
            System.exit(2);
        }
        Path bundle = Path.of(arguments[0]);
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        Path caches = Files.createTempDirectory("edgewise-bench-weights");
        try {
            Generator.Options options =
                    new Generator.Options(1024, 1, 1, Optional.of(new WeightCaches(caches, "bench")), System::nanoTime);
            open(lite, bundle, options, "opened, weights packed").close();
            try (Generator generator = open(lite, bundle, options, "opened again, with packed weights on the disk")) {
                measure(generator);
            }
        } finally {
            try (var files = Files.list(caches)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(caches);
        }
    }

    private static Generator open(TensorFlowLite lite, Path bundle, Generator.Options options, String what) {
        GeneratorBundle opened = GeneratorBundle.open(DescriptorFile.read(bundle), FileDigests.READING);
        long begin = System.nanoTime();
        Generator generator = Generator.open(lite, opened, options);
        System.out.printf(
                Locale.ROOT, "%s, golden prompts among it: %.0f ms%n", what, (System.nanoTime() - begin) / MILLIS);
        return generator;
    }

    private static void measure(Generator generator) throws IOException {
        TokenMasks form = new TokenMasks(Grammar.ofJsonSchema(SCHEMA), generator.tokens());
        generator.remember(SHOTS);
        double[] prompts = new double[ROUNDS];
        double[] free = new double[ROUNDS];
        double[] steps = new double[ROUNDS];
        double[] notes = new double[ROUNDS];
        String said = "";
        for (int round = 0; round < ROUNDS; round++) {
            prompts[round] = prompt(generator, round);
            double[] writing = writing(generator, round);
            free[round] = writing[0];
            steps[round] = writing[1];
            long begin = System.nanoTime();
            Generated fields = generator.write(note(form, round));
            notes[round] = (System.nanoTime() - begin) / MILLIS;
            said = fields.toString();
        }
        System.out.printf(Locale.ROOT, "prompt of 128 tokens at once: %.0f tokens/s%n", median(prompts));
        System.out.printf(
                Locale.ROOT,
                "writing %d tokens: %.0f tokens/s, a step %.2f ms (best round)%n",
                TOKENS,
                median(free),
                min(steps));
        System.out.printf(
                Locale.ROOT, "fields of a note, three examples remembered: %.0f ms (%s)%n", median(notes), said);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS") || line.startsWith("RssAnon")) {
                System.out.println(line.replaceAll("\\s+", " "));
            }
        }
    }

    /// Tokens a second. Each round has a prompt of its own, of which nothing was read before.
    private static double prompt(Generator generator, int round) {
        String text = (round + " the pump in the north hall leaks oil again and nobody has looked at it since monday ")
                .repeat(20);
        GenerationRequest request = GenerationRequest.of(List.of(Message.user(text)), new Limits(1, LONG));
        try (Generation generation = generator.begin(request)) {
            long begin = System.nanoTime();
            generation.advance();
            return 128 * NANOS / (System.nanoTime() - begin);
        }
    }

    /// Tokens a second, and milliseconds of the median step.
    private static double[] writing(Generator generator, int round) {
        GenerationRequest request = GenerationRequest.of(
                List.of(Message.user("Write a long story about the pump number " + round + ".")),
                new Limits(TOKENS, LONG));
        double[] took = new double[TOKENS + 2];
        int count = 0;
        try (Generation generation = generator.begin(request)) {
            generation.advance();
            long all = System.nanoTime();
            while (!generation.isDone()) {
                long begin = System.nanoTime();
                generation.advance();
                took[count++] = (System.nanoTime() - begin) / MILLIS;
            }
            double seconds = (System.nanoTime() - all) / NANOS;
            return new double[] {generation.result().tokens() / seconds, median(Arrays.copyOf(took, count))};
        }
    }

    private static GenerationRequest note(TokenMasks form, int round) {
        List<Message> messages = new ArrayList<>(SHOTS);
        String text = NOTE + " " + round;
        messages.add(Message.user(text));
        return new GenerationRequest(
                Prompt.of(messages, text), Optional.of(form), new Limits(96, LONG), Sampling.GREEDY, List.of());
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double min(double[] numbers) {
        return Arrays.stream(numbers).min().orElse(0);
    }
}
