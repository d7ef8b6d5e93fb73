// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

/// The size of a decoder. Immutable.
///
/// @param vocabulary pieces, each with a row in the table of words and a logit
/// @param hidden width of a token between two layers
/// @param layers how many
/// @param heads of the attention
/// @param keyHeads heads of keys and values, of which each serves a group of heads; `heads` is a multiple
/// @param headWidth numbers of a head, even
/// @param inner width inside a feed-forward block
/// @param positions tokens that it was trained to look at
public record DecoderShape(
        int vocabulary, int hidden, int layers, int heads, int keyHeads, int headWidth, int inner, int positions) {
    /// Heads that share one head of keys and values.
    public int group() {
        return heads / keyHeads;
    }

    /// Bytes that a token takes up in the caches of all layers, as float32.
    public long cacheBytesPerToken() {
        return 2L * layers * keyHeads * headWidth * Float.BYTES;
    }
}
