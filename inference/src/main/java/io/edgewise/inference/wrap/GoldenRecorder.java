// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.GoldenTests;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Asks a model what it says of a few texts, for boards to compare with. Confined to the thread that wraps.
final class GoldenRecorder {
    /// Short, so that they fit every window, and different enough that a graph which is fed wrongly shows.
    private static final List<String> TEXTS = List.of(
            "hello",
            "The pump is leaking again.",
            "I love it, thank you!",
            "This is the worst of all.",
            "12 times 7 makes 84");

    /// What was recorded, and on what.
    record Recorded(GoldenTests tests, String kernels) {}

    private record Sample(String text, Window window) {}

    /// What the model said of a text.
    ///
    /// @param rows one, or that of each token
    /// @param bestLabels of each token
    private record Reading(Sample sample, List<List<Double>> rows, List<Integer> bestLabels) {}

    private final BundleDescriptor bundle;
    private final Head head;
    private final Tokenizer tokenizer;
    private final Findings findings;

    GoldenRecorder(BundleDescriptor bundle, Tokenizer tokenizer, Findings findings) {
        this.bundle = bundle;
        this.head = bundle.heads().getFirst();
        this.tokenizer = tokenizer;
        this.findings = findings;
    }

    /// @param wanted the caller's texts; without any, a few in English
    Recorded record(Model model, List<String> wanted) {
        List<Sample> samples = samples(wanted.isEmpty() ? TEXTS : wanted, !wanted.isEmpty());
        // TensorFlow Lite's own kernels are what delegates are measured by. With int8 weights they crash on some
        // arm64 processors and are refused there.
        try (Encoder encoder = Encoder.open(bundle, model, new InterpreterOptions(List.of(), 1, true))) {
            return new Recorded(record(encoder, samples), "TensorFlow Lite's own kernels");
        } catch (DelegateException e) {
            try (Encoder encoder = Encoder.open(bundle, model, InterpreterOptions.cpu())) {
                return new Recorded(record(encoder, samples), "XNNPACK");
            }
        }
    }

    private List<Sample> samples(List<String> texts, boolean wanted) {
        List<Sample> samples = new ArrayList<>();
        for (String text : texts) {
            Window window = Window.whole(tokenizer.encode(text));
            if (window.tokens() <= bundle.window().tokens()) {
                samples.add(new Sample(text, window));
            } else if (wanted) {
                findings.problem("the golden text \"" + text + "\" has " + window.tokens() + " tokens, a window has "
                        + bundle.window().tokens() + ": take a shorter one");
            }
        }
        return samples;
    }

    private GoldenTests record(Encoder encoder, List<Sample> samples) {
        List<Reading> readings =
                samples.stream().map(sample -> read(sample, encoder)).toList();
        AnswerCheck answers = new AnswerCheck(
                head,
                readings.stream().flatMap(reading -> reading.rows().stream()).toList());
        if (samples.stream().map(sample -> sample.window().ids()).distinct().count() > 1) {
            answers.requireReading(samples.stream().map(Sample::text).toList(), findings);
        }
        answers.requireLogits(findings);
        return new GoldenTests(readings.stream().map(this::golden).toList());
    }

    private Golden golden(Reading reading) {
        Window window = reading.sample().window();
        Map<String, List<Double>> logits =
                isTagger() ? Map.of() : Map.of(head.name(), reading.rows().getFirst());
        Map<String, List<Integer>> labels = isTagger() ? Map.of(head.name(), reading.bestLabels()) : Map.of();
        return new Golden(reading.sample().text(), window.ids(), logits, labels);
    }

    private boolean isTagger() {
        return head instanceof Head.Spans;
    }

    private Reading read(Sample sample, Encoder encoder) {
        Pass pass = encoder.run(List.of(sample.window()), Set.of(head.name()));
        if (!isTagger()) {
            List<Double> row = row(label -> pass.sequence(head.name(), 0, head.width(), label));
            return new Reading(sample, List.of(row), List.of());
        }
        List<List<Double>> rows = new ArrayList<>();
        List<Integer> best = new ArrayList<>();
        for (int token = 0; token < sample.window().tokens(); token++) {
            int at = token;
            rows.add(row(label -> pass.token(head.name(), 0, at, head.width(), label)));
            best.add(pass.bestLabel(head.name(), 0, token, head.width()));
        }
        return new Reading(sample, rows, best);
    }

    private List<Double> row(IntToDoubleFunction number) {
        return IntStream.range(0, head.width()).mapToDouble(number).boxed().toList();
    }
}
