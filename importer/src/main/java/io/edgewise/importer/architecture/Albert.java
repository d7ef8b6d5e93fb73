// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.architecture.EncoderWeights.Layer;
import io.edgewise.importer.checkpoint.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ALBERT: a factorised word table, and layers that share their weights in groups. The graph keeps shared weights
/// once; it computes every layer.
record Albert() implements Family {
    @Override
    public String prefix() {
        return "albert.";
    }

    @Override
    public EncoderShape shape(Configuration config) {
        for (String key : List.of("num_hidden_groups", "inner_group_num")) {
            if (config.integer(key, 1, 1, Sizes.MOST_LAYERS) != 1) {
                config.problem(key, "is not 1, as in every ALBERT that was published; groups are not read");
            }
        }
        return new EncoderShape(
                config.integer("vocab_size", 1, Sizes.MOST_ROWS),
                config.integer("embedding_size", 128, 1, Sizes.WIDEST),
                config.integer("hidden_size", 1, Sizes.WIDEST),
                config.integer("num_hidden_layers", 1, Sizes.MOST_LAYERS),
                config.integer("num_attention_heads", 1, Sizes.WIDEST),
                config.integer("intermediate_size", 1, Sizes.WIDEST),
                config.integer("max_position_embeddings", 1, Sizes.MOST_ROWS),
                0,
                config.integer("type_vocab_size", 2, 0, Sizes.MOST_ROWS),
                config.number("layer_norm_eps", 1e-12, 0, 1),
                config.has("hidden_act") ? Sizes.activation(config, "hidden_act") : Nonlinearity.GELU_TANH);
    }

    @Override
    public EncoderWeights weights(EncoderShape shape, WeightSource source) {
        int width = shape.embedding();
        int hidden = shape.hidden();
        Layer shared = layer(shape, source, "encoder.albert_layer_groups.0.albert_layers.0.");
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(shared);
        }
        return new EncoderWeights(
                source.weights("embeddings.word_embeddings.weight", shape.vocabulary(), width),
                new Positions(
                        source.weights("embeddings.position_embeddings.weight", shape.positions(), width),
                        Optional.of(source.weights("embeddings.token_type_embeddings.weight", shape.types(), width)),
                        0),
                source.norm("embeddings.LayerNorm", width),
                Optional.of(source.dense("encoder.embedding_hidden_mapping_in", hidden, width)),
                layers);
    }

    private static Layer layer(EncoderShape shape, WeightSource source, String name) {
        int hidden = shape.hidden();
        return new Layer(
                source.dense(name + "attention.query", hidden, hidden),
                source.dense(name + "attention.key", hidden, hidden),
                source.dense(name + "attention.value", hidden, hidden),
                source.dense(name + "attention.dense", hidden, hidden),
                source.norm(name + "attention.LayerNorm", hidden),
                source.dense(name + "ffn", shape.inner(), hidden),
                source.dense(name + "ffn_output", hidden, shape.inner()),
                source.norm(name + "full_layer_layer_norm", hidden));
    }

    @Override
    public List<TrainedHead.Stage> classifier(EncoderShape shape, int labels, WeightSource source) {
        int hidden = shape.hidden();
        return List.of(
                new TrainedHead.Stage(
                        source.dense(prefix() + "pooler", hidden, hidden), Optional.of(Nonlinearity.TANH)),
                TrainedHead.Stage.last(source.dense("classifier", labels, hidden)));
    }
}
