// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;

/// The shares of a choice's labels in one text: the mean of its windows' softmax, each weighed by its tokens.
final class ChoiceReading {
    private final Head.Choice head;
    private final double[] shares;
    private double tokens;

    ChoiceReading(Head.Choice head) {
        this.head = head;
        this.shares = new double[head.width()];
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
        // A text without tokens is read too, where a model has no special ones.
        int weight = Math.max(window.tokens(), 1);
        for (int label = 0; label < shares.length; label++) {
            double share = Math.exp(pass.sequence(head.name(), message, shares.length, label) - max) / sum;
            shares[label] += share * weight;
        }
        tokens += weight;
    }

    /// The label with the largest share.
    int best() {
        int best = 0;
        for (int label = 1; label < shares.length; label++) {
            if (shares[label] > shares[best]) {
                best = label;
            }
        }
        return best;
    }

    /// @throws InvalidOutputException when the model's numbers are none
    double share(int label) {
        double share = shares[label] / tokens;
        if (!Double.isFinite(share)) {
            throw new InvalidOutputException("the model's output \"" + head.name() + "\" is not finite");
        }
        return share;
    }

    Intent intent() {
        return new Intent(head.labels().get(best()), share(best()));
    }
}
