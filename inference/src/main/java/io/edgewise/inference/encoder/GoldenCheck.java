// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.bundle.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Runs a bundle's golden tests on this board: tokenizer and model must say what they said when the bundle was
/// made.
public final class GoldenCheck {
    private final Bundle bundle;
    private final BundleDescriptor descriptor;
    private final List<String> failures = new ArrayList<>();
    private final List<Pass> passes = new ArrayList<>();

    private GoldenCheck(Bundle bundle) {
        this.bundle = bundle;
        this.descriptor = bundle.descriptor();
    }

    /// @return what the model said of each text
    /// @throws BundleException when a test fails; each failure says which text, which output and by how much
    public static List<Pass> run(Bundle bundle, Encoder encoder) {
        GoldenCheck check = new GoldenCheck(bundle);
        Set<String> outputs = outputs(bundle);
        List<Golden> texts = bundle.goldenTests().texts();
        for (int i = 0; i < texts.size(); i++) {
            check.one(i, texts.get(i), encoder, outputs);
        }
        if (!check.failures.isEmpty()) {
            throw new BundleException(
                    bundle.directory(),
                    "golden tests failed on this board; it is not used\n  " + String.join("\n  ", check.failures));
        }
        return check.passes;
    }

    /// The outputs that the tests look at: all heads.
    public static Set<String> outputs(Bundle bundle) {
        return outputs(bundle.descriptor());
    }

    /// The outputs that the tests of such a bundle look at: all heads.
    public static Set<String> outputs(BundleDescriptor descriptor) {
        return descriptor.heads().stream().map(Head::name).collect(Collectors.toSet());
    }

    /// The texts of the tests, each as one window.
    public static List<Window> windows(Bundle bundle) {
        return bundle.goldenTests().texts().stream()
                .map(golden -> window(bundle, golden))
                .toList();
    }

    private static Window window(Bundle bundle, Golden golden) {
        return Window.whole(bundle.tokenizer().encode(golden.text()));
    }

    private void one(int number, Golden golden, Encoder encoder, Set<String> outputs) {
        String where = descriptor.golden().file() + " texts[" + number + "]";
        Window window = window(bundle, golden);
        List<Integer> ids = window.ids();
        if (!ids.equals(golden.ids())) {
            failures.add(where + ": token ids are " + ids + ", expected " + golden.ids());
            return;
        }
        if (window.tokens() > descriptor.model().maxTokens()) {
            failures.add(where + ": " + window.tokens() + " tokens, the model takes at most "
                    + descriptor.model().maxTokens());
            return;
        }
        Pass pass = encoder.run(List.of(window), outputs);
        passes.add(pass);
        golden.logits().forEach((head, expected) -> compareLogits(where, head, expected, pass));
        golden.bestLabels().forEach((head, expected) -> compareLabels(where, head, expected, pass));
    }

    private void compareLogits(String where, String head, List<Double> expected, Pass pass) {
        double tolerance = descriptor.golden().logitTolerance();
        for (int label = 0; label < expected.size(); label++) {
            double got = pass.sequence(head, 0, expected.size(), label);
            if (!(Math.abs(got - expected.get(label)) <= tolerance)) {
                failures.add(String.format(
                        Locale.ROOT,
                        "%s: output %s[%d] is %.4f, expected %.4f within %.2f",
                        where,
                        head,
                        label,
                        got,
                        expected.get(label),
                        tolerance));
            }
        }
    }

    private void compareLabels(String where, String head, List<Integer> expected, Pass pass) {
        int width = descriptor.heads().stream()
                .filter(h -> h.name().equals(head))
                .mapToInt(h -> h.labels().size())
                .findFirst()
                .orElse(1);
        int same = 0;
        for (int token = 0; token < expected.size(); token++) {
            same += best(pass, head, token, width) == expected.get(token) ? 1 : 0;
        }
        double share = expected.isEmpty() ? 1 : (double) same / expected.size();
        if (share < descriptor.golden().labelAgreement()) {
            failures.add(where + ": output " + head + " has " + same + " of " + expected.size()
                    + " tokens with the expected label");
        }
    }

    private static int best(Pass pass, String head, int token, int width) {
        int best = 0;
        for (int label = 1; label < width; label++) {
            if (pass.token(head, 0, token, width, label) > pass.token(head, 0, token, width, best)) {
                best = label;
            }
        }
        return best;
    }
}
