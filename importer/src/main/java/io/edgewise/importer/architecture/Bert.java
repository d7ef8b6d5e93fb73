// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.architecture.EncoderWeights.Layer;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BERT, MiniLM, and those that name their weights alike: RoBERTa, XLM-R, ELECTRA.
///
/// @param prefix of weights below heads
/// @param padded whether position rows begin behind the one for padding
/// @param epsilon of the normalisations, where nobody says it
/// @param classifier how the first token becomes logits
record Bert(String prefix, boolean padded, double epsilon, ClassifierForm classifier) implements Family {
    /// The linear layers of a classifier of whole texts.
    enum ClassifierForm {
        /// The encoder's pooler with a hyperbolic tangent, then `classifier`.
        POOLER,
        /// `classifier.dense` with a hyperbolic tangent, then `classifier.out_proj`.
        TANH,
        /// The same with GELU.
        GELU
    }

    @Override
    public EncoderShape shape(Configuration config) {
        int hidden = config.integer("hidden_size", 1, Sizes.WIDEST);
        int first = padded ? config.integer("pad_token_id", 1, 0, Sizes.MOST_ROWS) + 1 : 0;
        return new EncoderShape(
                config.integer("vocab_size", 1, Sizes.MOST_ROWS),
                config.integer("embedding_size", hidden, 1, Sizes.WIDEST),
                hidden,
                config.integer("num_hidden_layers", 1, Sizes.MOST_LAYERS),
                config.integer("num_attention_heads", 1, Sizes.WIDEST),
                config.integer("intermediate_size", 1, Sizes.WIDEST),
                config.integer("max_position_embeddings", first + 1, Sizes.MOST_ROWS) - first,
                first,
                config.integer("type_vocab_size", 2, 0, Sizes.MOST_ROWS),
                config.number("layer_norm_eps", epsilon, 0, 1),
                Sizes.activation(config, "hidden_act"));
    }

    @Override
    public EncoderWeights weights(EncoderShape shape, WeightSource source) {
        int width = shape.embedding();
        Weights words = source.weights("embeddings.word_embeddings.weight", shape.vocabulary(), width);
        Weights positions = source.weights(
                "embeddings.position_embeddings.weight", shape.positions() + shape.firstPosition(), width);
        Optional<Weights> types = shape.types() == 0
                ? Optional.empty()
                : Optional.of(source.weights("embeddings.token_type_embeddings.weight", shape.types(), width));
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, source, "encoder.layer." + i + "."));
        }
        return new EncoderWeights(
                words,
                new Positions(positions, types, shape.firstPosition()),
                source.norm("embeddings.LayerNorm", width),
                width == shape.hidden()
                        ? Optional.empty()
                        : Optional.of(source.dense("embeddings_project", shape.hidden(), width)),
                layers);
    }

    private static Layer layer(EncoderShape shape, WeightSource source, String name) {
        int hidden = shape.hidden();
        return new Layer(
                source.dense(name + "attention.self.query", hidden, hidden),
                source.dense(name + "attention.self.key", hidden, hidden),
                source.dense(name + "attention.self.value", hidden, hidden),
                source.dense(name + "attention.output.dense", hidden, hidden),
                source.norm(name + "attention.output.LayerNorm", hidden),
                source.dense(name + "intermediate.dense", shape.inner(), hidden),
                source.dense(name + "output.dense", hidden, shape.inner()),
                source.norm(name + "output.LayerNorm", hidden));
    }

    @Override
    public List<TrainedHead.Stage> classifier(EncoderShape shape, int labels, WeightSource source) {
        int hidden = shape.hidden();
        return switch (classifier) {
            case POOLER ->
                List.of(
                        new TrainedHead.Stage(
                                source.dense(prefix + "pooler.dense", hidden, hidden), Optional.of(Nonlinearity.TANH)),
                        TrainedHead.Stage.last(source.dense("classifier", labels, hidden)));
            case TANH, GELU ->
                List.of(
                        new TrainedHead.Stage(
                                source.dense("classifier.dense", hidden, hidden),
                                Optional.of(classifier == ClassifierForm.TANH ? Nonlinearity.TANH : Nonlinearity.GELU)),
                        TrainedHead.Stage.last(source.dense("classifier.out_proj", labels, hidden)));
        };
    }
}
