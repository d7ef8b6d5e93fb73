// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.SpecialPieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A run of a text's pieces that goes through the model at once, between the special pieces that the model has:
/// BERT's `[CLS]` and `[SEP]`, another's `<START>`, or none. Immutable.
///
/// @param encoding the whole text
/// @param from first piece
/// @param to after the last piece
public record Window(Encoding encoding, int from, int to) {
    /// A text as one window.
    public static Window whole(Encoding encoding) {
        return new Window(encoding, 0, encoding.size());
    }

    /// Tokens in the pass: the pieces and the special ones.
    public int tokens() {
        return to - from + encoding.special().count();
    }

    /// Which of the window's tokens a piece of the text is.
    public int token(int piece) {
        return piece - from + encoding.special().before();
    }

    /// The ids of all tokens.
    public List<Integer> ids() {
        int[] ids = new int[tokens()];
        copyIds(ids, 0);
        return Arrays.stream(ids).boxed().toList();
    }

    /// Copies the ids of all tokens into `target` from index `at` on.
    public void copyIds(int[] target, int at) {
        SpecialPieces special = encoding.special();
        if (special.classify() >= 0) {
            target[at] = special.classify();
        }
        encoding.copyIds(from, to, target, at + special.before());
        if (special.separate() >= 0) {
            target[at + tokens() - 1] = special.separate();
        }
    }

    /// Cuts a text: windows of at most `tokens` tokens, of which neighbours share `overlap`. A text that fits,
    /// and an empty one, is one window.
    public static List<Window> over(Encoding encoding, int tokens, int overlap) {
        int pieces = tokens - encoding.special().count();
        if (encoding.size() <= pieces) {
            return List.of(whole(encoding));
        }
        List<Window> windows = new ArrayList<>();
        int from = 0;
        while (from + pieces < encoding.size()) {
            windows.add(new Window(encoding, from, from + pieces));
            from += pieces - overlap;
        }
        // The last one is as long as the others, so that its end is judged with as much context.
        windows.add(new Window(encoding, encoding.size() - pieces, encoding.size()));
        return windows;
    }
}
