// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import java.util.Map;
import java.util.Optional;

/// What is done to each number between two linear layers.
public enum Nonlinearity {
    GELU,
    /// GELU by its approximation with a hyperbolic tangent.
    GELU_TANH,
    RELU,
    TANH,
    /// A number times its own sigmoid; of decoders only.
    SILU;

    private static final Map<String, Nonlinearity> NAMES = Map.of(
            "gelu", GELU,
            "gelu_python", GELU,
            "gelu_new", GELU_TANH,
            "gelu_pytorch_tanh", GELU_TANH,
            "relu", RELU,
            "tanh", TANH);

    /// By its name in the `config.json` of an encoder, if it is one that graphs are written with.
    public static Optional<Nonlinearity> named(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }
}
