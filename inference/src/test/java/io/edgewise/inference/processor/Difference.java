// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

/// How far the answers to one question are from each other. Immutable.
///
/// @param cosine 1 for logits that point in one direction
/// @param logit the largest difference between two logits
record Difference(String question, double cosine, double logit) {
    /// @throws IllegalArgumentException when the answers have different lengths
    static Difference of(String question, float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(question + ": " + a.length + " logits, " + b.length + " were recorded");
        }
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return new Difference(question, product / Math.sqrt(squaresOfA * squaresOfB), largest);
    }
}
