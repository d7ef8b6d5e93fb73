// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.architecture.EncoderWeights.Layer;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// DistilBERT: BERT without token types and pooler, under names of its own.
record DistilBert() implements Family {
    @Override
    public String prefix() {
        return "distilbert.";
    }

    @Override
    public EncoderShape shape(Configuration config) {
        int hidden = config.integer("dim", 1, Sizes.WIDEST);
        return new EncoderShape(
                config.integer("vocab_size", 1, Sizes.MOST_ROWS),
                hidden,
                hidden,
                config.integer("n_layers", 1, Sizes.MOST_LAYERS),
                config.integer("n_heads", 1, Sizes.WIDEST),
                config.integer("hidden_dim", 1, Sizes.WIDEST),
                config.integer("max_position_embeddings", 1, Sizes.MOST_ROWS),
                0,
                0,
                1e-12,
                Sizes.activation(config, "activation"));
    }

    @Override
    public EncoderWeights weights(EncoderShape shape, WeightSource source) {
        Weights words = source.weights("embeddings.word_embeddings.weight", shape.vocabulary(), shape.hidden());
        Weights positions = source.weights("embeddings.position_embeddings.weight", shape.positions(), shape.hidden());
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, source, "transformer.layer." + i + "."));
        }
        return new EncoderWeights(
                words, positions, source.norm("embeddings.LayerNorm", shape.hidden()), Optional.empty(), layers);
    }

    private static Layer layer(EncoderShape shape, WeightSource source, String name) {
        int hidden = shape.hidden();
        return new Layer(
                source.dense(name + "attention.q_lin", hidden, hidden),
                source.dense(name + "attention.k_lin", hidden, hidden),
                source.dense(name + "attention.v_lin", hidden, hidden),
                source.dense(name + "attention.out_lin", hidden, hidden),
                source.norm(name + "sa_layer_norm", hidden),
                source.dense(name + "ffn.lin1", shape.inner(), hidden),
                source.dense(name + "ffn.lin2", hidden, shape.inner()),
                source.norm(name + "output_layer_norm", hidden));
    }

    @Override
    public List<TrainedHead.Stage> classifier(EncoderShape shape, int labels, WeightSource source) {
        return List.of(
                new TrainedHead.Stage(
                        source.dense("pre_classifier", shape.hidden(), shape.hidden()), Optional.of(Nonlinearity.RELU)),
                TrainedHead.Stage.last(source.dense("classifier", labels, shape.hidden())));
    }
}
