// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import java.util.List;

/// How close logits are to those of a reference.
///
/// @param sameBest share of the rows in which the same piece is the most likely
/// @param divergence mean Kullback-Leibler divergence of what the logits say from what the reference says
record Closeness(double sameBest, double divergence) {
    static Closeness of(List<float[]> reference, List<float[]> logits) {
        double same = 0;
        double divergence = 0;
        for (int row = 0; row < reference.size(); row++) {
            double[] expected = logarithms(reference.get(row));
            double[] got = logarithms(logits.get(row));
            same += best(expected) == best(got) ? 1 : 0;
            for (int i = 0; i < got.length; i++) {
                divergence += Math.exp(expected[i]) * (expected[i] - got[i]);
            }
        }
        return new Closeness(same / reference.size(), divergence / reference.size());
    }

    /// Of the shares that logits stand for.
    private static double[] logarithms(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double[] logarithms = new double[logits.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = logits[i] - Math.log(sum);
        }
        return logarithms;
    }

    private static int best(double... numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }
}
