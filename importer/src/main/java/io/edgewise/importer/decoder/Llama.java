// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import io.edgewise.importer.decoder.DecoderWeights.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Llama, and those that differ from it in biases and in normalised queries and keys: Mistral, Qwen 2 and 3.
///
/// @param biases which linear layers have one
/// @param headNorms whether each head's queries and keys are normalised
record Llama(Biases biases, boolean headNorms) implements DecoderFamily {
    /// Who says which linear layers have a bias.
    enum Biases {
        /// `attention_bias` and `mlp_bias`.
        BY_CONFIGURATION,
        /// Queries, keys and values do.
        INTO_ATTENTION,
        NONE
    }

    @Override
    public DecoderForm form(Configuration config, DecoderShape shape) {
        return DecoderForm.plain(
                config.number("rms_norm_eps", 1e-6, 0, 1),
                DecoderKeys.activation(config, "hidden_act", "silu"),
                DecoderKeys.scoreScale(shape.headWidth()),
                new RotationReader(config, shape.headWidth()).read(10_000));
    }

    /// Mistral has a window unless it is null; Qwen says it in any case, and whether it is used beside it.
    @Override
    public OptionalInt window(Configuration config) {
        int window = config.integer("sliding_window", 0, 0, DecoderKeys.MOST_POSITIONS);
        boolean used = config.flag("use_sliding_window").orElse(true);
        return window > 0 && used ? OptionalInt.of(window) : OptionalInt.empty();
    }

    @Override
    public DecoderWeights weights(Configuration config, DecoderShape shape, DecoderSource source) {
        Weights words = source.weights(words(), shape.vocabulary(), shape.hidden());
        boolean asked = biases == Biases.BY_CONFIGURATION;
        boolean outer = asked && config.flag("attention_bias").orElse(false);
        boolean inner = asked && config.flag("mlp_bias").orElse(false);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, source.under("layers." + i + "."), outer, inner));
        }
        return new DecoderWeights(
                words,
                Optional.empty(),
                layers,
                source.rootMeanSquare("norm", shape.hidden()),
                DecoderKeys.head(config, shape, source, words, false));
    }

    private Layer layer(DecoderShape shape, DecoderSource source, boolean outerBias, boolean innerBias) {
        LlamaNames names = new LlamaNames(shape, source);
        Attention attention = names.attention(
                source.rootMeanSquare("input_layernorm", shape.hidden()),
                outerBias || biases == Biases.INTO_ATTENTION,
                names.output("o_proj", outerBias),
                headNorms
                        ? Optional.of(source.rootMeanSquare("self_attn.q_norm", shape.headWidth()))
                        : Optional.empty(),
                headNorms
                        ? Optional.of(source.rootMeanSquare("self_attn.k_norm", shape.headWidth()))
                        : Optional.empty(),
                Optional.empty());
        return new Layer(
                attention,
                Optional.of(source.rootMeanSquare("post_attention_layernorm", shape.hidden())),
                names.gateAndUp(innerBias),
                source.linear("mlp.down_proj", shape.hidden(), shape.inner(), innerBias),
                Optional.empty());
    }
}
