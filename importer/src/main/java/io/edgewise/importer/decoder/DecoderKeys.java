// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.architecture.Nonlinearity;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Weights;
import java.util.Optional;
import java.util.Set;

/// Keys of `config.json` that most decoders have.
final class DecoderKeys {
    /// Far above any decoder for a board, far below what can't be counted.
    static final int WIDEST = 65_536;

    static final int MOST_LAYERS = 200;
    static final int MOST_POSITIONS = 100_000_000;
    private static final int MOST_PIECES = 300_000;

    /// Two names of one function, which encoders here don't know.
    private static final Set<String> SILU = Set.of("silu", "swish");

    private DecoderKeys() {}

    /// Under the names that Llama and its relatives use.
    static DecoderShape shape(Configuration config) {
        int hidden = config.integer("hidden_size", 1, WIDEST);
        int heads = config.integer("num_attention_heads", 1, WIDEST);
        return new DecoderShape(
                vocabulary(config),
                hidden,
                config.integer("num_hidden_layers", 1, MOST_LAYERS),
                heads,
                config.integer("num_key_value_heads", heads, 1, WIDEST),
                config.integer("head_dim", Math.max(1, hidden / heads), 1, WIDEST),
                config.integer("intermediate_size", 1, WIDEST),
                config.integer("max_position_embeddings", 1, MOST_POSITIONS));
    }

    static int vocabulary(Configuration config) {
        int pieces = config.integer("vocab_size", 1, Integer.MAX_VALUE);
        if (pieces > MOST_PIECES) {
            config.problem(
                    "vocab_size",
                    "is " + pieces + ", at most " + MOST_PIECES
                            + " are imported: no published decoder has more, and each costs a row in memory");
            return 1;
        }
        return pieces;
    }

    static Nonlinearity activation(Configuration config, String key, String fallback) {
        String name = config.text(key).orElse(fallback);
        if (SILU.contains(name)) {
            return Nonlinearity.SILU;
        }
        return Nonlinearity.named(name).orElseGet(() -> {
            config.problem(
                    key, "is \"" + name + "\", known are silu, gelu, gelu_new, gelu_pytorch_tanh, relu and tanh");
            return Nonlinearity.SILU;
        });
    }

    static float scoreScale(double width) {
        return (float) (1 / Math.sqrt(width));
    }

    /// A cap of scores or logits; null means none.
    ///
    /// @param fallback where the key is left out, 0 for none
    static Optional<Float> cap(Configuration config, String key, double fallback) {
        double cap = config.number(key, config.has(key) ? 0 : fallback, 0, 1e6);
        return cap == 0 ? Optional.empty() : Optional.of((float) cap);
    }

    /// A switch that must be off, because nothing here knows what it does.
    static void refuse(Configuration config, String key, String why) {
        if (config.flag(key).orElse(false)) {
            config.problem(key, "is true: " + why);
        }
    }

    /// The head: the table of words itself where they are tied.
    ///
    /// @param fallback of `tie_word_embeddings`
    static Linear head(
            Configuration config, DecoderShape shape, DecoderSource source, Weights words, boolean fallback) {
        return config.flag("tie_word_embeddings").orElse(fallback)
                ? new Linear(words, Optional.empty())
                : source.whole().linear("lm_head", shape.vocabulary(), shape.hidden(), false);
    }
}
