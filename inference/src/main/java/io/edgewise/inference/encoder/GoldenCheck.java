// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.bundle.Activation;
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
    /// A sigmoid, and a share of a softmax, rises by at most a quarter of what its logit does.
    private static final double PROBABILITY_PER_LOGIT = 0.25;

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
        for (Head head : descriptor.heads()) {
            if (golden.logits().containsKey(head.name())) {
                compareNumbers(where, head, golden.logits().get(head.name()), pass);
            }
            if (golden.bestLabels().containsKey(head.name())) {
                compareLabels(where, head, golden.bestLabels().get(head.name()), pass);
            }
        }
    }

    /// Where a graph exports probabilities, those are compared: at the ends, a step of a quantised one is many
    /// logits.
    private void compareNumbers(String where, Head head, List<Double> expected, Pass pass) {
        boolean probabilities = head.output().activation() != Activation.LOGITS;
        double tolerance = descriptor.golden().logitTolerance() * (probabilities ? PROBABILITY_PER_LOGIT : 1);
        for (int label = 0; label < expected.size(); label++) {
            double got = pass.sequence(head.name(), 0, expected.size(), label);
            double wanted = expected.get(label);
            if (probabilities) {
                got = Logits.probability(head, got);
                wanted = Logits.probability(head, wanted);
            }
            if (!(Math.abs(got - wanted) <= tolerance)) {
                failures.add(String.format(
                        Locale.ROOT,
                        "%s: output %s[%d] is %.4f, expected %.4f within %.2f",
                        where,
                        head.name(),
                        label,
                        got,
                        wanted,
                        tolerance));
            }
        }
    }

    private void compareLabels(String where, Head head, List<Integer> expected, Pass pass) {
        int same = 0;
        for (int token = 0; token < expected.size(); token++) {
            same += pass.bestLabel(head.name(), 0, token, head.width()) == expected.get(token) ? 1 : 0;
        }
        double share = expected.isEmpty() ? 1 : (double) same / expected.size();
        if (share < descriptor.golden().labelAgreement()) {
            failures.add(where + ": output " + head.name() + " has " + same + " of " + expected.size()
                    + " tokens with the expected label");
        }
    }
}
