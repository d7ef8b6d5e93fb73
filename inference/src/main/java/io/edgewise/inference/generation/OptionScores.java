// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.Arrays;
import java.util.List;

/// How likely the model finds each of a few texts as a whole: the sum of the logarithms of its tokens'
/// probabilities. Looks at one text with each call of the model, so that others get their turn. Confined to one
/// text that is written.
final class OptionScores {
    private final List<int[]> options;
    private final double[] scores;
    private int next;

    /// @param options token ids, at least one each
    /// @param logits of what comes next
    OptionScores(List<int[]> options, float[] logits) {
        double total = GoldenDivergence.logSumExp(logits);
        this.options = options;
        this.scores =
                options.stream().mapToDouble(ids -> logits[ids[0]] - total).toArray();
        skipKnown();
    }

    /// The first token of each is known already.
    private void skipKnown() {
        while (next < options.size() && options.get(next).length == 1) {
            next++;
        }
    }

    /// Whether nothing is left to be looked at.
    boolean isDecided() {
        return next == options.size();
    }

    /// A model that reads tokens behind what is written, and remembers nothing.
    interface Looking {
        void look(int[] ids, Decoder.Reading reading);
    }

    /// Calls the model for another option.
    void look(Looking model) {
        int[] ids = options.get(next);
        int option = next;
        model.look(
                Arrays.copyOf(ids, ids.length - 1),
                (row, logits) -> scores[option] += logits[ids[row + 1]] - GoldenDivergence.logSumExp(logits));
        next++;
        skipKnown();
    }

    /// The likeliest, once it is decided; of two alike the first.
    int[] best() {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return options.get(best);
    }
}
