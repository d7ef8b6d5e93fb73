// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Weights;

/// A linear layer. Immutable but for the files behind it.
///
/// @param weight of a row for each number that comes out
public record Dense(Weights weight, Weights bias) {
    /// Numbers that come out.
    public int width() {
        return weight.rows();
    }
}
