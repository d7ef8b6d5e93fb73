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
import java.util.function.IntUnaryOperator;

/// Phi 1, 1.5 and 2: attention and feed-forward block side by side behind one layer normalisation, biases
/// everywhere, and heads of which only the first numbers turn.
record Phi() implements DecoderFamily {
    private static final double PART = 0.5;

    @Override
    public DecoderForm form(Configuration config, DecoderShape shape) {
        DecoderKeys.refuse(config, "qk_layernorm", "layer normalisations of heads are not written");
        return new DecoderForm(
                config.number("layer_norm_eps", 1e-5, 0, 1),
                DecoderKeys.activation(config, "hidden_act", "gelu_new"),
                false,
                true,
                1,
                DecoderKeys.scoreScale(shape.headWidth()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rotation(config, shape)),
                Optional.empty(),
                Set.of(),
                0);
    }

    private static Rotation rotation(Configuration config, DecoderShape shape) {
        return new RotationReader(config, shape.headWidth()).read(10_000, PART);
    }

    @Override
    public DecoderWeights weights(Configuration config, DecoderShape shape, DecoderSource source) {
        Weights words = source.weights(words(), shape.vocabulary(), shape.hidden());
        int turning = rotation(config, shape).width();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, turning, source.under("layers." + i + ".")));
        }
        Linear head = config.flag("tie_word_embeddings").orElse(false)
                ? new Linear(words, Optional.of(source.whole().weights("lm_head.bias", shape.vocabulary())))
                : source.whole().linear("lm_head", shape.vocabulary(), shape.hidden(), true);
        return new DecoderWeights(
                words, Optional.empty(), layers, source.layerNorm("final_layernorm", shape.hidden()), head);
    }

    private static Layer layer(DecoderShape shape, int turning, DecoderSource source) {
        LlamaNames names = new LlamaNames(shape, source);
        Attention stored = names.attention(
                source.layerNorm("input_layernorm", shape.hidden()),
                true,
                names.output("dense", true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        IntUnaryOperator order = row -> order(row, shape.headWidth(), turning);
        Attention attention = new Attention(
                stored.norm(),
                ordered(stored.query(), order),
                ordered(stored.key(), order),
                stored.value(),
                stored.output(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Layer(
                attention,
                Optional.empty(),
                source.linear("mlp.fc1", shape.inner(), shape.hidden(), true),
                source.linear("mlp.fc2", shape.hidden(), shape.inner(), true),
                Optional.empty());
    }

    private static Linear ordered(Linear stored, IntUnaryOperator order) {
        int rows = stored.weight().rows();
        return new Linear(
                Selection.of(stored.weight(), rows, order), stored.bias().map(bias -> Selection.of(bias, rows, order)));
    }

    /// Brings the numbers of a head into the order in which number `i` turns with number `i + width / 2`: the
    /// first half of those that turn, half of those that don't, and the same again. Scores don't depend on
    /// the order.
    private static int order(int row, int width, int turning) {
        int number = row % width;
        int inHalf = number % (width / 2);
        boolean second = number >= width / 2;
        int still = turning + inHalf - turning / 2 + (second ? (width - turning) / 2 : 0);
        return row - number + (inHalf < turning / 2 ? inHalf + (second ? turning / 2 : 0) : still);
    }
}
