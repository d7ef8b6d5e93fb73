// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// A text and where it is split so far: one stretch after the other, without a gap but where a step dropped
/// something, and never an empty one. What no later step splits becomes a word.
///
/// Confined to one call of [Tokenizer#encode].
final class Splits {

    /// The text that the stretches lie in.
    final AlignedText text;

    private int[] bounds = new int[32];
    private int size;

    Splits(AlignedText text) {
        this.text = text;
    }

    /// The whole text as one stretch.
    static Splits whole(AlignedText text) {
        var splits = new Splits(text);
        splits.add(0, text.size());
        return splits;
    }

    int size() {
        return size;
    }

    int from(int i) {
        return bounds[2 * i];
    }

    int to(int i) {
        return bounds[2 * i + 1];
    }

    /// Adds a stretch, unless it is empty.
    void add(int from, int to) {
        if (from == to) {
            return;
        }
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[2 * size] = from;
        bounds[2 * size++ + 1] = to;
    }
}
