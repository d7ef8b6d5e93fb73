// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.Arrays;

/// The likeliest sequence of BIO labels under the rule that `I-x` follows only `B-x` or `I-x` (Viterbi, without
/// learnt transition scores). Labels are in the order `O, B-a, I-a, B-b, I-b, …`, so an odd index begins and an
/// even one goes on.
///
/// Works on a stretch of words and can go on where an earlier stretch ended. Holds the scratch memory of one stretch;
/// confined to one thread.
final class BioDecoder {
    static final int OUTSIDE = 0;

    private final int labels;
    private double[] score;
    private double[] next;
    private int[] back = new int[0];

    BioDecoder(int labels) {
        this.labels = labels;
        this.score = new double[labels];
        this.next = new double[labels];
    }

    /// @param logProbabilities row after row, one per word
    /// @param before the label of the word in front of the first one, [#OUTSIDE] at the start of a text
    /// @return one label per word
    int[] decode(double[] logProbabilities, int words, int before) {
        Arrays.fill(score, Double.NEGATIVE_INFINITY);
        score[before] = 0;
        if (back.length < words * labels) {
            back = new int[words * labels];
        }
        for (int word = 0; word < words; word++) {
            step(logProbabilities, word);
        }
        int[] path = new int[words];
        int label = best(score);
        for (int word = words - 1; word >= 0; word--) {
            path[word] = label;
            label = back[word * labels + label];
        }
        return path;
    }

    private void step(double[] logProbabilities, int word) {
        int best = best(score);
        for (int label = 0; label < labels; label++) {
            int from = isInside(label) ? likelier(label - 1, label) : best;
            back[word * labels + label] = from;
            next[label] = score[from] + logProbabilities[word * labels + label];
        }
        double[] swap = score;
        score = next;
        next = swap;
    }

    private int likelier(int a, int b) {
        return score[a] >= score[b] ? a : b;
    }

    private static int best(double[] score) {
        int best = 0;
        for (int label = 1; label < score.length; label++) {
            if (score[label] > score[best]) {
                best = label;
            }
        }
        return best;
    }

    static boolean isBegin(int label) {
        return label % 2 == 1;
    }

    static boolean isInside(int label) {
        return label > 0 && label % 2 == 0;
    }
}
