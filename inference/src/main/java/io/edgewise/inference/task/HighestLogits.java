// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import java.util.Arrays;

/// The highest logit of each label in any window of one text.
final class HighestLogits {
    private final Head.Labels head;
    private final double[] logits;

    HighestLogits(Head.Labels head) {
        this.head = head;
        this.logits = new double[head.width()];
        Arrays.fill(logits, Double.NEGATIVE_INFINITY);
    }

    void window(Pass pass, int message) {
        for (int label = 0; label < logits.length; label++) {
            float logit = pass.sequence(head.name(), message, logits.length, label);
            if (!Float.isFinite(logit)) {
                throw new InvalidOutputException("the model answered " + logit + " for label "
                        + head.labels().get(label));
            }
            logits[label] = Math.max(logits[label], logit);
        }
    }

    double of(int label) {
        return logits[label];
    }
}
