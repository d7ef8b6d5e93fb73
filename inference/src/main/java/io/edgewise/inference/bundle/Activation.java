// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// What the numbers of a head are.
public enum Activation {
    /// Raw: nothing was done to them.
    LOGITS,
    /// Shares of one, that the graph has already made.
    SOFTMAX,
    /// A probability each, that the graph has already made.
    SIGMOID
}
