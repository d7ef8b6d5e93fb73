// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GoldenPrompts;
import io.edgewise.inference.bundle.GoldenPrompts.GoldenPrompt;
import io.edgewise.inference.bundle.GoldenPrompts.Next;
import java.util.List;
import java.util.Locale;

/// How far what a board says is from what the weights say in float32: the mean Kullback-Leibler divergence over
/// the places of the golden prompts. Tokens beside the best ones of the reference count as one.
final class GoldenDivergence {
    private GoldenDivergence() {}

    /// @return in nats
    /// @throws InferenceException when the board says something else
    static double require(GeneratorBundle bundle, Decoder decoder, KeyValueCache cache) {
        double divergence = of(bundle.goldenPrompts(), decoder, cache);
        double most = bundle.descriptor().golden().divergence();
        // Not a number is none of the allowed ones.
        if (!(divergence <= most)) {
            throw new InferenceException(String.format(
                    Locale.ROOT,
                    "bundle %s: the model says something else on this board than when the bundle was made: divergence %.3f"
                            + " nats, allowed %.3f (%s)",
                    bundle.descriptor().id(),
                    divergence,
                    most,
                    decoder.plan()));
        }
        return divergence;
    }

    /// Reads each prompt at once, as when it was recorded.
    static double of(GoldenPrompts golden, Decoder decoder, KeyValueCache cache) {
        double sum = 0;
        int count = 0;
        for (GoldenPrompt prompt : golden.prompts()) {
            cache.rewind(0);
            List<Next> next = prompt.next();
            double[] divergences = new double[next.size()];
            decoder.look(
                    cache,
                    prompt.ids().stream().mapToInt(Integer::intValue).toArray(),
                    next.stream().mapToInt(Next::behind).toArray(),
                    (row, logits) -> divergences[row] = divergence(next.get(row), logits));
            for (double divergence : divergences) {
                sum += divergence;
            }
            count += next.size();
        }
        return sum / count;
    }

    private static double divergence(Next reference, float[] logits) {
        double total = logSumExp(logits);
        double sum = 0;
        double rest = 1;
        double otherRest = 1;
        for (int i = 0; i < reference.ids().size(); i++) {
            double log = reference.logProbabilities().get(i);
            double otherLog = logits[reference.ids().get(i)] - total;
            sum += Math.exp(log) * (log - otherLog);
            rest -= Math.exp(log);
            otherRest -= Math.exp(otherLog);
        }
        // What is left may be below nothing by rounding.
        double least = 1e-9;
        double left = Math.max(rest, least);
        return sum + left * Math.log(left / Math.max(otherRest, least));
    }

    static double logSumExp(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }
}
