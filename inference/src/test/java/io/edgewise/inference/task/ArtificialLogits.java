// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import java.util.Map;
import java.util.Random;

/// Logits of a token head that depend only on the piece, not on the window in which it is seen.
final class ArtificialLogits {
    static final String HEAD = "spans";

    private final float[][] rows;
    private final int width;

    private ArtificialLogits(float[][] rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    /// Each piece says the given label of its word, this much louder than the others.
    static ArtificialLogits saying(Encoding encoding, int width, float margin, int... labelOfWord) {
        float[][] rows = new float[encoding.size()][width];
        for (int piece = 0; piece < rows.length; piece++) {
            rows[piece][labelOfWord[encoding.word(piece)]] = margin;
        }
        return new ArtificialLogits(rows, width);
    }

    static ArtificialLogits random(Encoding encoding, int width, Random random) {
        float[][] rows = new float[encoding.size()][width];
        for (float[] row : rows) {
            for (int label = 0; label < width; label++) {
                row[label] = (float) random.nextGaussian();
            }
        }
        return new ArtificialLogits(rows, width);
    }

    ArtificialLogits put(int piece, int label, float logit) {
        rows[piece][label] = logit;
        return this;
    }

    ArtificialLogits add(ArtificialLogits other) {
        for (int piece = 0; piece < rows.length; piece++) {
            for (int label = 0; label < width; label++) {
                rows[piece][label] += other.rows[piece][label];
            }
        }
        return this;
    }

    /// What a pass with this window alone would hand out. The rows of the special tokens hold what must not be read.
    Pass pass(Window window) {
        float[] logits = new float[window.tokens() * width];
        for (int label = 0; label < width; label++) {
            logits[label] = 1000 * label;
            logits[(window.tokens() - 1) * width + label] = 1000 * label;
        }
        for (int piece = window.from(); piece < window.to(); piece++) {
            System.arraycopy(rows[piece], 0, logits, (piece - window.from() + 1) * width, width);
        }
        return new Pass(Map.of(HEAD, logits), new int[] {0});
    }
}
