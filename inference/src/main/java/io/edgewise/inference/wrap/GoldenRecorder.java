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
    public record Recorded(GoldenTests tests, String kernels) {}

    private record Sample(String text, Window window) {}

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
        List<Golden> recorded =
                samples.stream().map(sample -> record(sample, encoder)).toList();
        boolean several = recorded.stream().map(Golden::ids).distinct().count() > 1;
        boolean same = recorded.stream().map(Golden::logits).distinct().count() == 1
                && recorded.stream().allMatch(golden -> golden.bestLabels().isEmpty());
        if (several && same) {
            findings.problem("the model says the same of "
                    + samples.stream().map(Sample::text).toList()
                    + ": it does not read what it is given; are its inputs in their right roles (--input), and is the"
                    + " vocabulary its own?");
        }
        return new GoldenTests(recorded);
    }

    private Golden record(Sample sample, Encoder encoder) {
        Window window = sample.window();
        Pass pass = encoder.run(List.of(window), GoldenCheck.outputs(bundle));
        Map<String, List<Double>> logits = new LinkedHashMap<>();
        Map<String, List<Integer>> labels = new LinkedHashMap<>();
        for (Head head : bundle.heads()) {
            if (head instanceof Head.Spans) {
                labels.put(head.name(), bestLabels(pass, head, window.tokens()));
            } else {
                logits.put(head.name(), logits(pass, head));
            }
        }
        return new Golden(sample.text(), window.ids(), logits, labels);
    }

    private static List<Double> logits(Pass pass, Head head) {
        List<Double> logits = new ArrayList<>();
        for (int label = 0; label < head.width(); label++) {
            logits.add((double) pass.sequence(head.name(), 0, head.width(), label));
        }
        return logits;
    }

    private static List<Integer> bestLabels(Pass pass, Head head, int tokens) {
        List<Integer> labels = new ArrayList<>();
        for (int token = 0; token < tokens; token++) {
            labels.add(best(pass, head, token));
        }
        return labels;
    }

    private static int best(Pass pass, Head head, int token) {
        int best = 0;
        for (int label = 1; label < head.width(); label++) {
            if (pass.token(head.name(), 0, token, head.width(), label)
                    > pass.token(head.name(), 0, token, head.width(), best)) {
                best = label;
            }
        }
        return best;
    }
}
