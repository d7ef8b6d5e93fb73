// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.GoldenTests;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares two graphs of the same weights over the golden texts, on XNNPACK, one text in each pass. Confined to
/// one thread.
final class Comparison {
    private static final double SAME_DIRECTION = 0.98;

    private final TensorFlowLite lite;
    private final BundleDescriptor bundle;
    private final GoldenTests texts;
    private final List<Window> windows;
    private final List<Pass> passes;

    /// @param graph of the bundle
    Comparison(TensorFlowLite lite, BundleDescriptor bundle, Tokenizer tokenizer, GoldenTests texts, Path graph) {
        this.lite = lite;
        this.bundle = bundle;
        this.texts = texts;
        this.windows = texts.texts().stream()
                .map(golden -> Window.whole(tokenizer.encode(golden.text())))
                .toList();
        this.passes = passes(graph);
    }

    /// With another graph of the same weights.
    ///
    /// @return for each head, in the bundle's order
    List<Agreement> with(Path exact) {
        List<Pass> theirs = passes(exact);
        return bundle.heads().stream().map(head -> agreement(head, theirs)).toList();
    }

    /// How far logits of whole texts are from those that other kernels said of the same graph.
    double largestDifferenceFromRecorded() {
        double largest = 0;
        for (int text = 0; text < windows.size(); text++) {
            for (Map.Entry<String, List<Double>> head :
                    texts.texts().get(text).logits().entrySet()) {
                List<Double> recorded = head.getValue();
                for (int i = 0; i < recorded.size(); i++) {
                    double said = passes.get(text).sequence(head.getKey(), 0, recorded.size(), i);
                    largest = Math.max(largest, Math.abs(said - recorded.get(i)));
                }
            }
        }
        return largest;
    }

    /// The least share of a text's tokens whose best label is the one that other kernels found best.
    double leastShareOfRecordedLabels() {
        double least = 1;
        for (Head head : bundle.heads()) {
            for (int text = 0; text < windows.size(); text++) {
                List<Integer> recorded = texts.texts().get(text).bestLabels().getOrDefault(head.name(), List.of());
                int same = 0;
                for (int row = 0; row < recorded.size(); row++) {
                    same += best(row(head, passes.get(text), row)) == recorded.get(row) ? 1 : 0;
                }
                least = recorded.isEmpty() ? least : Math.min(least, (double) same / recorded.size());
            }
        }
        return least;
    }

    private List<Pass> passes(Path graph) {
        List<Pass> said = new ArrayList<>();
        try (Model model = lite.model(ModelFile.map(graph));
                Encoder encoder = Encoder.open(bundle, model, InterpreterOptions.cpu())) {
            for (Window window : windows) {
                said.add(encoder.run(List.of(window), GoldenCheck.outputs(bundle)));
            }
        }
        return said;
    }

    private Agreement agreement(Head head, List<Pass> theirs) {
        double largest = 0;
        int rows = 0;
        int same = 0;
        for (int text = 0; text < windows.size(); text++) {
            int rowsHere = head instanceof Head.Spans ? windows.get(text).tokens() : 1;
            for (int row = 0; row < rowsHere; row++) {
                float[] a = row(head, passes.get(text), row);
                float[] b = row(head, theirs.get(text), row);
                largest = Math.max(largest, largestDifference(a, b));
                same += same(head, a, b) ? 1 : 0;
            }
            rows += rowsHere;
        }
        return new Agreement(head.name(), largest, rows, same);
    }

    private static float[] row(Head head, Pass pass, int row) {
        float[] numbers = new float[head.width()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = head instanceof Head.Spans
                    ? pass.token(head.name(), 0, row, numbers.length, i)
                    : pass.sequence(head.name(), 0, numbers.length, i);
        }
        return numbers;
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static boolean same(Head head, float[] a, float[] b) {
        return head instanceof Head.Vector ? cosine(a, b) >= SAME_DIRECTION : best(a) == best(b);
    }

    private static int best(float[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengths = 0;
        double others = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengths += (double) a[i] * a[i];
            others += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengths * others);
    }
}
