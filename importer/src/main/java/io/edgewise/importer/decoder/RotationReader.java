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

    private final Configuration config;
    private final int headWidth;

    RotationReader(Configuration config, int headWidth) {
        this.config = config;
        this.headWidth = headWidth;
    }

    /// @param base where nobody says it
    /// @param part of a head that turns, where nobody says it
    Rotation read(double base, double part) {
        Configuration block = config.block(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        double share = block.number("partial_rotary_factor", config.number("partial_rotary_factor", part, 0, 1), 0, 1);
        return rotation(block, block.number("rope_theta", config.number("rope_theta", base, 1, MOST), 1, MOST), share);
    }

    /// Of a model whose kinds of layers turn differently.
    ///
    /// @param kind the block of this kind inside `rope_parameters`
    /// @param key that older configurations say the base with
    Rotation read(String kind, String key, double base) {
        Configuration block = config.block("rope_parameters").block(kind);
        double older = config.number(key, base, 1, MOST);
        boolean scaled = !config.has("rope_parameters") && kind.equals("full_attention");
        return rotation(scaled ? config.block("rope_scaling") : block, block.number("rope_theta", older, 1, MOST), 1);
    }

    private Rotation rotation(Configuration block, double base, double part) {
        int width = (int) (headWidth * part);
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
