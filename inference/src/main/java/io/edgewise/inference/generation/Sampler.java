// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Chooses tokens of one text. Confined to it.
final class Sampler {
    private final Sampling sampling;
    private final SplittableRandom random;
    private final BitSet seen = new BitSet();

    Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = new SplittableRandom(sampling.seed());
    }

    /// Notes a token of the text, which may be punished from now on.
    void saw(int token) {
        seen.set(token);
    }

    /// @param logits of all tokens; are changed
    /// @param allowed a bit for each token that may come; null for all
    int choose(float[] logits, long @Nullable [] allowed) {
        punish(logits);
        if (allowed != null) {
            forbid(logits, allowed);
        }
        return sampling.temperature() == 0 || sampling.topK() == 1 ? best(logits) : drawn(logits);
    }

    private void punish(float[] logits) {
        if (sampling.repetitionPenalty() == 1) {
            return;
        }
        float penalty = (float) sampling.repetitionPenalty();
        for (int token = seen.nextSetBit(0); token >= 0; token = seen.nextSetBit(token + 1)) {
            logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
        }
    }

    private static void forbid(float[] logits, long[] allowed) {
        for (int word = 0; word * Long.SIZE < logits.length; word++) {
            long bits = word < allowed.length ? allowed[word] : 0;
            int from = word * Long.SIZE;
            int to = Math.min(logits.length, from + Long.SIZE);
            if (bits == 0) {
                Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
            } else if (bits != -1L) {
                for (int token = from; token < to; token++) {
                    if ((bits >>> token & 1) == 0) {
                        logits[token] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
        }
    }

    static int best(float[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            if (logits[token] > logits[best]) {
                best = token;
            }
        }
        return best;
    }

    private int drawn(float[] logits) {
        int[] candidates = candidates(logits);
        double[] weights = new double[candidates.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((logits[candidates[i]] - logits[candidates[0]]) / sampling.temperature());
            sum += weights[i];
        }
        int kept = kept(weights, sum);
        double left = random.nextDouble() * Arrays.stream(weights, 0, kept).sum();
        for (int i = 0; i < kept - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return candidates[i];
            }
        }
        return candidates[kept - 1];
    }

    /// Tokens that may come, the best first; of equal ones the one with the lower number.
    private int[] candidates(float[] logits) {
        float least = sampling.topK() == 0 || sampling.topK() >= logits.length
                ? Float.NEGATIVE_INFINITY
                : nthLargest(logits, sampling.topK());
        long[] keys = new long[logits.length];
        int count = 0;
        for (int token = 0; token < logits.length; token++) {
            if (logits[token] > Float.NEGATIVE_INFINITY && logits[token] >= least) {
                // Sorts by falling logit: a float's bits, made to sort as a number does.
                keys[count++] = (~sortable(logits[token]) & 0xFFFF_FFFFL) << Integer.SIZE | token;
            }
        }
        Arrays.sort(keys, 0, count);
        int most = sampling.topK() == 0 ? count : Math.min(count, sampling.topK());
        return Arrays.stream(keys, 0, most).mapToInt(key -> (int) key).toArray();
    }

    /// As an unsigned number that is larger for a larger float.
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    }

    private static float nthLargest(float[] logits, int n) {
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - n];
    }

    /// How many of the best have the probability that is wanted, at least one.
    private int kept(double[] weights, double sum) {
        double gathered = 0;
        for (int i = 0; i < weights.length; i++) {
            gathered += weights[i];
            if (gathered >= sampling.topP() * sum) {
                return i + 1;
            }
        }
        return weights.length;
    }
}
