// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.GoldenTests;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Asks a model what it says of a few texts, for boards to compare with. Confined to the thread that makes a
/// bundle.
public final class GoldenRecorder {
    /// Short, so that they fit every window, and different enough that a graph which is fed wrongly shows.
    private static final List<String> TEXTS = List.of(
            "hello",
            "The pump is leaking again.",
            "I love it, thank you!",
            "This is the worst of all.",
            "12 times 7 makes 84");

    /// What was recorded, and on what.
    public record Recorded(GoldenTests tests, String kernels) {
        /// What golden tests that were made like this are worth, for whoever reads them.
        public String note() {
            return "Recorded from this model.tflite itself on " + kernels + ", one text a pass: it says that a board"
                    + " computes the same, not that the model is right.";
        }
    }

    private record Sample(String text, Window window) {}

    /// What the model said of a text.
    private record Reading(Sample sample, Pass pass) {}

    private final BundleDescriptor bundle;
    private final Tokenizer tokenizer;
    private final Findings findings;

    /// @param bundle without files and golden tests
    /// @param findings gets a problem for each text that does not fit, and for a model that says the same of all
    public GoldenRecorder(BundleDescriptor bundle, Tokenizer tokenizer, Findings findings) {
        this.bundle = bundle;
        this.tokenizer = tokenizer;
        this.findings = findings;
    }

    /// @param wanted the caller's texts; without any, a few in English
    public Recorded record(Model model, List<String> wanted) {
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
        List<Reading> readings = samples.stream()
                .map(sample -> new Reading(sample, encoder.run(List.of(sample.window()), GoldenCheck.outputs(bundle))))
                .toList();
        bundle.heads().forEach(head -> check(head, readings));
        return new GoldenTests(readings.stream().map(this::golden).toList());
    }

    private void check(Head head, List<Reading> readings) {
        AnswerCheck answers = new AnswerCheck(
                head,
                readings.stream()
                        .flatMap(reading -> rows(head, reading).stream())
                        .toList());
        List<Window> windows =
                readings.stream().map(reading -> reading.sample().window()).toList();
        if (windows.stream().map(Window::ids).distinct().count() > 1) {
            answers.requireReading(
                    readings.stream().map(reading -> reading.sample().text()).toList(), findings);
        }
        answers.requireLogits(findings);
    }

    private Golden golden(Reading reading) {
        Window window = reading.sample().window();
        Map<String, List<Double>> logits = new LinkedHashMap<>();
        Map<String, List<Integer>> labels = new LinkedHashMap<>();
        for (Head head : bundle.heads()) {
            if (head instanceof Head.Spans) {
                labels.put(head.name(), bestLabels(head, reading));
            } else {
                logits.put(head.name(), rows(head, reading).getFirst());
            }
        }
        return new Golden(reading.sample().text(), window.ids(), logits, labels);
    }

    /// One, or that of each token.
    private static List<List<Double>> rows(Head head, Reading reading) {
        if (!(head instanceof Head.Spans)) {
            return List.of(row(head, label -> reading.pass().sequence(head.name(), 0, head.width(), label)));
        }
        return IntStream.range(0, reading.sample().window().tokens())
                .mapToObj(token -> row(head, label -> reading.pass().token(head.name(), 0, token, head.width(), label)))
                .toList();
    }

    private static List<Double> row(Head head, IntToDoubleFunction number) {
        return IntStream.range(0, head.width()).mapToDouble(number).boxed().toList();
    }

    private static List<Integer> bestLabels(Head head, Reading reading) {
        return IntStream.range(0, reading.sample().window().tokens())
                .map(token -> reading.pass().bestLabel(head.name(), 0, token, head.width()))
                .boxed()
                .toList();
    }
}
