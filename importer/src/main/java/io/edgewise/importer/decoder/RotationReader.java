// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.decoder.Rotation.BySpeed;
import io.edgewise.importer.decoder.Rotation.Evenly;
import io.edgewise.importer.decoder.Rotation.Scaling;
import io.edgewise.importer.decoder.Rotation.Unscaled;
import java.util.Optional;

/// Reads how positions are told. Version 5 of the transformers library writes the block `rope_parameters`,
/// older ones `rope_theta` and, for longer texts, the block `rope_scaling`. For one configuration.
final class RotationReader {
    private static final double MOST = 1e12;
    private static final String PART = "partial_rotary_factor";

    private final Configuration config;
    private final int headWidth;

    RotationReader(Configuration config, int headWidth) {
        this.config = config;
        this.headWidth = headWidth;
    }

    /// Of heads that turn as a whole.
    ///
    /// @param base where nobody says it
    Rotation read(double base) {
        return rotation(block(), base(block(), base), whole(block()));
    }

    /// Of heads of which a part turns; who asks brings their numbers into order.
    ///
    /// @param part where nobody says it
    Rotation read(double base, double part) {
        return rotation(block(), base(block(), base), share(block(), part));
    }

    private Configuration block() {
        return config.block(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    }

    private double base(Configuration block, double otherwise) {
        return block.number("rope_theta", config.number("rope_theta", otherwise, 1, MOST), 1, MOST);
    }

    private double share(Configuration block, double otherwise) {
        return block.number(PART, config.number(PART, otherwise, 0, 1), 0, 1);
    }

    /// Other numbers would turn with each other than those that the model was trained with.
    private double whole(Configuration block) {
        double share = share(block, 1);
        if (share != 1) {
            config.problem(PART, "is " + share + ", and heads of which a part turns are written for Phi alone");
        }
        return 1;
    }

    /// Of a model whose kinds of layers turn differently.
    ///
    /// @param kind the block of this kind inside `rope_parameters`
    /// @param key that older configurations say the base with
    Rotation read(String kind, String key, double base) {
        Configuration block = config.block("rope_parameters").block(kind);
        double older = config.number(key, base, 1, MOST);
        boolean scaled = !config.has("rope_parameters") && kind.equals("full_attention");
        return rotation(
                scaled ? config.block("rope_scaling") : block,
                block.number("rope_theta", older, 1, MOST),
                whole(block));
    }

    private Rotation rotation(Configuration block, double base, double part) {
        int width = Math.toIntExact(Math.round(headWidth * part));
        if (width % 2 != 0 || headWidth % 2 != 0) {
            config.problem("head_dim", "is " + headWidth + ", of which " + width + " numbers turn: they turn in pairs");
        }
        return new Rotation(width, base, scaling(block));
    }

    private Scaling scaling(Configuration block) {
        String type = block.text("rope_type").or(() -> block.text("type")).orElse("default");
        return switch (type) {
            case "default" -> new Unscaled();
            case "linear" -> new Evenly(number(block, "factor"));
            case "llama3" ->
                new BySpeed(
                        number(block, "factor"),
                        number(block, "low_freq_factor"),
                        number(block, "high_freq_factor"),
                        number(block, "original_max_position_embeddings"));
            default -> {
                block.problem(
                        "rope_type",
                        "is \"" + type + "\", known are default, linear and llama3: other ways to stretch"
                                + " positions depend on the length of the text, which a graph's tables can't");
                yield new Unscaled();
            }
        };
    }

    private static double number(Configuration block, String key) {
        Optional<String> given = block.text(key);
        if (given.isEmpty()) {
            block.problem(key, "is missing, and the rotation is scaled by it");
            return 1;
        }
        return block.number(key, 1, 1e-6, MOST);
    }
}
