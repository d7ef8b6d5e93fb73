// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import java.util.Map;

/// The logits of one pass, copied out of the interpreter. Immutable by convention: nobody writes to the arrays.
public final class Pass {
    private final Map<String, float[]> outputs;
    private final int[] starts;

    /// Takes the arrays over.
    ///
    /// @param outputs per output tensor, all its rows, one after the other
    /// @param starts per message, the row of its first token in token heads
    public Pass(Map<String, float[]> outputs, int[] starts) {
        this.outputs = outputs;
        this.starts = starts;
    }

    /// A logit of a sequence head.
    ///
    /// @param message which message of the pass
    /// @param width number of labels of the head
    public float sequence(String head, int message, int width, int label) {
        return output(head)[message * width + label];
    }

    /// A logit of a token head.
    ///
    /// @param token 0 is the message's first, special or not (see [Window#token])
    /// @param width number of labels of the head
    public float token(String head, int message, int token, int width, int label) {
        return output(head)[(starts[message] + token) * width + label];
    }

    /// The label of a token head with the largest logit.
    ///
    /// @param token as for [#token]
    public int bestLabel(String head, int message, int token, int width) {
        int best = 0;
        for (int label = 1; label < width; label++) {
            if (token(head, message, token, width, label) > token(head, message, token, width, best)) {
                best = label;
            }
        }
        return best;
    }

    /// How alike two passes over the same windows are: the smallest cosine between their logits, of all outputs.
    /// Not a number when one has logits that are none. Outputs of one number are not compared: its direction
    /// would be no more than its sign.
    public double cosine(Pass other) {
        return outputs.keySet().stream()
                .mapToDouble(head -> cosine(output(head), other.output(head)))
                .reduce(1, Math::min);
    }

    private static double cosine(float[] a, float[] b) {
        if (a.length == 1 && Float.isFinite(a[0]) && Float.isFinite(b[0])) {
            return 1;
        }
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        if (squaresOfA == 0 || squaresOfB == 0) {
            return squaresOfA == squaresOfB ? 1 : 0;
        }
        return product / Math.sqrt(squaresOfA * squaresOfB);
    }

    /// Whether every logit is a number.
    public boolean isFinite() {
        for (float[] output : outputs.values()) {
            for (float logit : output) {
                if (!Float.isFinite(logit)) {
                    return false;
                }
            }
        }
        return true;
    }

    private float[] output(String head) {
        float[] logits = outputs.get(head);
        if (logits == null) {
            throw new IllegalArgumentException(
                    "output \"" + head + "\" was not asked for (have: " + outputs.keySet() + ")");
        }
        return logits;
    }
}
