// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Selection;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import io.edgewise.importer.decoder.DecoderWeights.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// GPT-2: a table of positions, layer normalisations, biases everywhere, and matrices that are stored turned
/// round.
record Gpt2() implements DecoderFamily {
    @Override
    public String prefix() {
        return "transformer.";
    }

    @Override
    public String words() {
        return "wte.weight";
    }

    @Override
    public DecoderShape shape(Configuration config) {
        int hidden = config.integer("n_embd", 1, DecoderKeys.WIDEST);
        int heads = config.integer("n_head", 1, DecoderKeys.WIDEST);
        if (hidden % heads != 0) {
            config.problem("n_head", "is " + heads + ", which can't share " + hidden + " numbers");
        }
        return new DecoderShape(
                DecoderKeys.vocabulary(config),
                hidden,
                config.integer("n_layer", 1, DecoderKeys.MOST_LAYERS),
                heads,
                heads,
                Math.max(1, hidden / heads),
                config.integer("n_inner", 4 * hidden, 1, 4 * DecoderKeys.WIDEST),
                config.integer("n_positions", 1, DecoderKeys.MOST_POSITIONS));
    }

    @Override
    public DecoderForm form(Configuration config, DecoderShape shape) {
        DecoderKeys.refuse(
                config, "scale_attn_by_inverse_layer_idx", "scores that depend on the layer are not written");
        DecoderKeys.refuse(config, "add_cross_attention", "there is no encoder whose output it could read");
        if (!config.flag("scale_attn_weights").orElse(true)) {
            config.problem("scale_attn_weights", "is false: scores without a scale are not written");
        }
        return new DecoderForm(
                config.number("layer_norm_epsilon", 1e-5, 0, 1),
                DecoderKeys.activation(config, "activation_function", "gelu_new"),
                false,
                false,
                1,
                DecoderKeys.scoreScale(shape.headWidth()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                0);
    }

    @Override
    public DecoderWeights weights(Configuration config, DecoderShape shape, DecoderSource source) {
        Weights words = source.weights(words(), shape.vocabulary(), shape.hidden());
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, source.under("h." + i + ".")));
        }
        return new DecoderWeights(
                words,
                Optional.of(source.weights("wpe.weight", shape.positions(), shape.hidden())),
                layers,
                source.layerNorm("ln_f", shape.hidden()),
                DecoderKeys.head(config, shape, source, words, true));
    }

    private static Layer layer(DecoderShape shape, DecoderSource source) {
        int hidden = shape.hidden();
        Linear all = turned(source, "attn.c_attn", 3 * hidden, hidden);
        Attention attention = new Attention(
                source.layerNorm("ln_1", hidden),
                third(all, 0),
                third(all, 1),
                third(all, 2),
                turned(source, "attn.c_proj", hidden, hidden),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Layer(
                attention,
                Optional.of(source.layerNorm("ln_2", hidden)),
                turned(source, "mlp.c_fc", shape.inner(), hidden),
                turned(source, "mlp.c_proj", hidden, shape.inner()),
                Optional.empty());
    }

    private static Linear turned(DecoderSource source, String name, int out, int in) {
        return new Linear(
                source.weights(name + ".weight", in, out).transposed(),
                Optional.of(source.weights(name + ".bias", out)));
    }

    /// Queries, keys and values are one matrix.
    private static Linear third(Linear all, int which) {
        int rows = all.weight().rows() / 3;
        return new Linear(
                Selection.of(all.weight(), rows, row -> which * rows + row),
                all.bias().map(bias -> Selection.of(bias, rows, row -> which * rows + row)));
    }
}
