// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.bundle.GoldenPrompts;
import io.edgewise.inference.bundle.GoldenPrompts.GoldenPrompt;
import io.edgewise.inference.bundle.GoldenPrompts.Next;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Records what a graph says of prompts, and compares another graph of the same weights with that: for whoever
/// makes a bundle. Thread-safe; each call builds the graph anew.
public final class GoldenPromptRecorder {
    /// Best tokens that are kept for each place: together they have nearly all of the probability.
    private static final int BEST = 16;

    /// Places of a prompt, spread over it; the last token is one of them.
    private static final int PLACES = 8;

    private final TensorFlowLite lite;
    private final DecoderEntry entry;

    public GoldenPromptRecorder(TensorFlowLite lite, DecoderEntry entry) {
        this.lite = lite;
        this.entry = entry;
    }

    /// What a graph says.
    ///
    /// @param prompts token ids, none of them empty
    /// @throws io.edgewise.inference.InferenceException when it does not run here
    public GoldenPrompts record(Path graph, List<int[]> prompts) {
        return with(
                graph,
                longest(prompts),
                (decoder, cache) -> new GoldenPrompts(prompts.stream()
                        .map(prompt -> recorded(prompt, decoder, cache))
                        .toList()));
    }

    /// How far a graph is from what was recorded, in nats.
    public double divergence(Path graph, GoldenPrompts golden) {
        List<int[]> prompts = golden.prompts().stream()
                .map(prompt -> prompt.ids().stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return with(graph, longest(prompts), (decoder, cache) -> GoldenDivergence.of(golden, decoder, cache));
    }

    private static int longest(List<int[]> prompts) {
        return prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(1);
    }

    private interface Use<T> {
        T of(Decoder decoder, KeyValueCache cache);
    }

    private <T> T with(Path graph, int tokens, Use<T> use) {
        try (Model model = lite.model(ModelFile.map(graph));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            DecoderShape shape = DecoderShape.of(interpreter);
            // The decoder closes the interpreter before the cache is closed, whose memory the graph reads.
            try (KeyValueCache cache = new KeyValueCache(shape, tokens);
                    Decoder decoder = new Decoder(interpreter, shape, entry.heads(), entry.window())) {
                return use.of(decoder, cache);
            }
        }
    }

    private static GoldenPrompt recorded(int[] prompt, Decoder decoder, KeyValueCache cache) {
        int places = Math.min(PLACES, prompt.length);
        int[] behind = IntStream.rangeClosed(1, places)
                .map(place -> place * prompt.length / places - 1)
                .toArray();
        List<Next> next = new ArrayList<>();
        decoder.look(cache, prompt, behind, (row, logits) -> next.add(next(behind[row], logits)));
        return new GoldenPrompt(Arrays.stream(prompt).boxed().toList(), next);
    }

    private static Next next(int behind, float[] logits) {
        double total = GoldenDivergence.logSumExp(logits);
        List<Integer> best = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> -logits[id]))
                .limit(BEST)
                .toList();
        return new Next(
                behind,
                best,
                best.stream().map(id -> rounded(logits[id] - total)).toList());
    }

    private static double rounded(double value) {
        double fine = 10_000;
        return Math.rint(value * fine) / fine;
    }
}
