// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/// A run of a text's pieces that goes through the model at once, between `[CLS]` and `[SEP]`. Immutable.
///
/// @param encoding the whole text
/// @param from first piece
/// @param to after the last piece
public record Window(Encoding encoding, int from, int to) {
    /// Tokens in the pass: the pieces and two special ones.
    public int tokens() {
        return to - from + 2;
    }

    /// Cuts a text: windows of at most `tokens` tokens, of which neighbours share `overlap`. A text that fits, and an
    /// empty one, is one window.
    public static List<Window> over(Encoding encoding, int tokens, int overlap) {
        int pieces = tokens - 2;
        if (encoding.size() <= pieces) {
            return List.of(new Window(encoding, 0, encoding.size()));
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
