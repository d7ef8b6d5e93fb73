// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;

/// The intent of one text: the mean of its windows' softmax, each weighed by its tokens.
final class IntentReading {
    private final Head.Choice head;
    private final double[] shares;
    private double tokens;

    IntentReading(Head.Choice head) {
        this.head = head;
        this.shares = new double[head.labels().size()];
    }

    void window(Window window, Pass pass, int message) {
        double max = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < shares.length; label++) {
            max = Math.max(max, pass.sequence(head.name(), message, shares.length, label));
        }
        double sum = 0;
        for (int label = 0; label < shares.length; label++) {
            sum += Math.exp(pass.sequence(head.name(), message, shares.length, label) - max);
        }
        for (int label = 0; label < shares.length; label++) {
            double share = Math.exp(pass.sequence(head.name(), message, shares.length, label) - max) / sum;
            shares[label] += share * window.tokens();
        }
        tokens += window.tokens();
    }

    Intent intent() {
        int best = 0;
        for (int label = 1; label < shares.length; label++) {
            if (shares[label] > shares[best]) {
                best = label;
            }
        }
        double confidence = shares[best] / tokens;
        if (!Double.isFinite(confidence)) {
            throw new InvalidOutputException("the model's output \"" + head.name() + "\" is not finite");
        }
        return new Intent(head.labels().get(best), confidence);
    }
}
