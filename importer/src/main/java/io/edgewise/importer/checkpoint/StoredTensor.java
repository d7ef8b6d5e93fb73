// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// A tensor as a safetensors file describes it. Immutable.
///
/// @param dtype as the file says it: `F32`, `BF16`, `I64`
/// @param shape empty for a single number
/// @param offset of its first byte in the file
/// @param bytes it has
record StoredTensor(String name, String dtype, List<Integer> shape, long offset, long bytes) {
    StoredTensor {
        shape = List.copyOf(shape);
    }
}
