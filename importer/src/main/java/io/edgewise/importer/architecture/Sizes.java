// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Configuration;

/// What `config.json` may say at most: far above any encoder for a board, far below what can't be counted.
final class Sizes {
    static final int WIDEST = 65_536;
    static final int MOST_ROWS = 1_000_000;
    static final int MOST_LAYERS = 200;

    private Sizes() {}

    /// The activation of the feed-forward blocks.
    static Nonlinearity activation(Configuration config, String key) {
        String name = config.text(key).orElse("gelu");
        return Nonlinearity.named(name).orElseGet(() -> {
            config.problem(key, "is \"" + name + "\", known are gelu, gelu_new, gelu_pytorch_tanh, relu and tanh");
            return Nonlinearity.GELU;
        });
    }
}
