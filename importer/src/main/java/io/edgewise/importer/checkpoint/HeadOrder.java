// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

/// The rows of queries and keys as llama.cpp keeps them for Llama, and as the transformers library does: in a
/// head of the one, the two numbers that are rotated together stand side by side, in one of the other half a
/// head apart. Immutable.
///
/// Source: `permute` in `conversion/llama.py` of ggml-org/llama.cpp.
///
/// @param width rows of a head, an even number
record HeadOrder(int width) {
    /// Where a row of the transformers library is kept.
    int stored(int row) {
        int inHead = row % width;
        int half = width / 2;
        return row - inHead + 2 * (inHead % half) + inHead / half;
    }
}
