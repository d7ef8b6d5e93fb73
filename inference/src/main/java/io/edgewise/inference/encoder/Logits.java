// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.document.Choice;

/// Undoes what a graph has done to its logits, so that whoever reads them need not know.
///
/// A softmax of the logarithms of shares gives the shares again, and a sigmoid of log-odds the probability,
/// whatever made the numbers.
public final class Logits {
    /// Smaller shares are taken for this one: of 0 there is no logarithm, and differences so far down mean nothing.
    private static final double LEAST = 1e-6;

    /// Rounding, of quantised outputs for example.
    private static final double BEYOND = 1e-2;

    private Logits() {}

    /// In place.
    ///
    /// @throws InvalidOutputException for a number that is no probability and should be one
    static float[] of(Head head, float[] numbers) {
        if (head.output().activation() == Activation.LOGITS) {
            return numbers;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) logit(head, numbers[i]);
        }
        return numbers;
    }

    /// What a graph's own activation made of a logit.
    ///
    /// @param head of which the graph exports probabilities
    public static double probability(Head head, double logit) {
        return head instanceof Head.Labels ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit);
    }

    private static double logit(Head head, float number) {
        if (!(number >= -BEYOND && number <= 1 + BEYOND)) {
            throw new InvalidOutputException("the model's output \"" + head.name() + "\" is " + number
                    + ", and a probability by bundle.json (activation "
                    + Choice.name(head.output().activation()) + ")");
        }
        double share = Math.clamp(number, LEAST, 1 - LEAST);
        return switch (head) {
            case Head.Labels labels -> Math.log(share / (1 - share));
            case Head.Choice choice -> Math.log(share);
            case Head.Spans spans -> Math.log(share);
            case Head.Vector vector -> number;
        };
    }
}
