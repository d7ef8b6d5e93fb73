// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import io.edgewise.importer.decoder.DecoderWeights.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gemma 1, 2 and 3 for texts: gains stored as their distance from one, scaled words; from 2 on
/// normalisations behind the blocks as well, and layers that look at a window; from 3 on normalised heads and
/// a rotation for each kind of layer.
record Gemma(Version version) implements DecoderFamily {
    /// Which of them.
    enum Version {
        FIRST(1, 0),
        SECOND(2, 2),
        THIRD(3, 6);

        private final int number;
        /// Of so many layers the last one looks at everything.
        private final int cycle;

        Version(int number, int cycle) {
            this.number = number;
            this.cycle = cycle;
        }
    }

    private boolean isFrom(Version other) {
        return version.number >= other.number;
    }

    @Override
    public DecoderForm form(Configuration config, DecoderShape shape) {
        DecoderKeys.refuse(
                config, "use_bidirectional_attention", "it reads texts in both directions, as an encoder does");
        Set<Integer> local = local(config, shape);
        RotationReader rotations = new RotationReader(config, shape.headWidth());
        boolean two = isFrom(Version.THIRD);
        return new DecoderForm(
                config.number("rms_norm_eps", 1e-6, 0, 1),
                DecoderKeys.activation(config, activationKey(config), "gelu_pytorch_tanh"),
                true,
                false,
                (float) Math.sqrt(shape.hidden()),
                DecoderKeys.scoreScale(config.number("query_pre_attn_scalar", shape.headWidth(), 1e-3, 1e9)),
                DecoderKeys.cap(config, "attn_logit_softcapping", version == Version.SECOND ? 50 : 0),
                DecoderKeys.cap(config, "final_logit_softcapping", version == Version.SECOND ? 30 : 0),
                Optional.of(two ? rotations.read("full_attention", "rope_theta", 1_000_000) : rotations.read(10_000)),
                two
                        ? Optional.of(rotations.read("sliding_attention", "rope_local_base_freq", 10_000))
                        : Optional.empty(),
                local,
                local.isEmpty() ? 0 : config.integer("sliding_window", 1, DecoderKeys.MOST_POSITIONS));
    }

    /// The first checkpoints say `gelu` under the older key, and were trained with the approximation.
    private static String activationKey(Configuration config) {
        boolean older = config.text("hidden_activation").isEmpty()
                && !config.text("hidden_act").equals(Optional.of("gelu"));
        return older ? "hidden_act" : "hidden_activation";
    }

    private Set<Integer> local(Configuration config, DecoderShape shape) {
        Set<Integer> local = new HashSet<>();
        if (version == Version.FIRST) {
            return local;
        }
        List<String> types = config.texts("layer_types");
        if (!types.isEmpty() && types.size() != shape.layers()) {
            config.problem("layer_types", "has " + types.size() + " entries for " + shape.layers() + " layers");
            return local;
        }
        int cycle = config.integer("sliding_window_pattern", version.cycle, 1, DecoderKeys.MOST_LAYERS);
        for (int i = 0; i < shape.layers(); i++) {
            if (types.isEmpty() ? (i + 1) % cycle != 0 : types.get(i).equals("sliding_attention")) {
                local.add(i);
            }
        }
        return local;
    }

    @Override
    public DecoderWeights weights(Configuration config, DecoderShape shape, DecoderSource source) {
        Weights words = source.weights(words(), shape.vocabulary(), shape.hidden());
        boolean biased = config.flag("attention_bias").orElse(false);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(shape, source.under("layers." + i + "."), biased));
        }
        return new DecoderWeights(
                words,
                Optional.empty(),
                layers,
                norm(source, "norm", shape.hidden()),
                DecoderKeys.head(config, shape, source, words, true));
    }

    private Layer layer(DecoderShape shape, DecoderSource source, boolean biased) {
        LlamaNames names = new LlamaNames(shape, source);
        boolean both = isFrom(Version.SECOND);
        boolean heads = isFrom(Version.THIRD);
        Attention attention = names.attention(
                norm(source, "input_layernorm", shape.hidden()),
                biased,
                names.output("o_proj", biased),
                normIf(heads, source, "self_attn.q_norm", shape.headWidth()),
                normIf(heads, source, "self_attn.k_norm", shape.headWidth()),
                normIf(both, source, "post_attention_layernorm", shape.hidden()));
        return new Layer(
                attention,
                Optional.of(
                        norm(source, both ? "pre_feedforward_layernorm" : "post_attention_layernorm", shape.hidden())),
                names.gateAndUp(false),
                source.linear("mlp.down_proj", shape.hidden(), shape.inner(), false),
                normIf(both, source, "post_feedforward_layernorm", shape.hidden()));
    }

    private static Optional<Normalization> normIf(boolean there, DecoderSource source, String name, int width) {
        return there ? Optional.of(norm(source, name, width)) : Optional.empty();
    }

    private static Normalization norm(DecoderSource source, String name, int width) {
        return new Normalization(source.weights(name + ".weight", width).plus(1), Optional.empty());
    }
}
