// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Selection;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import java.util.Optional;

/// The linear layers of a layer, under the names that Llama gave them and most others took over.
///
/// @param source below the layer
record LlamaNames(DecoderShape shape, DecoderSource source) {
    Attention attention(
            Normalization norm,
            boolean biased,
            Linear output,
            Optional<Normalization> queryNorm,
            Optional<Normalization> keyNorm,
            Optional<Normalization> lastNorm) {
        int keys = shape.keyHeads() * shape.headWidth();
        return new Attention(
                norm,
                source.linear("self_attn.q_proj", shape.heads() * shape.headWidth(), shape.hidden(), biased),
                source.linear("self_attn.k_proj", keys, shape.hidden(), biased),
                source.linear("self_attn.v_proj", keys, shape.hidden(), biased),
                output,
                queryNorm,
                keyNorm,
                lastNorm);
    }

    Linear output(String name, boolean biased) {
        return source.linear("self_attn." + name, shape.hidden(), shape.heads() * shape.headWidth(), biased);
    }

    /// The gate's rows above those that it opens.
    Linear gateAndUp(boolean biased) {
        Linear gate = source.linear("mlp.gate_proj", shape.inner(), shape.hidden(), biased);
        Linear up = source.linear("mlp.up_proj", shape.inner(), shape.hidden(), biased);
        return new Linear(
                Selection.stacked(gate.weight(), up.weight()),
                gate.bias().flatMap(first -> up.bias().map(second -> Selection.stacked(first, second))));
    }
}
