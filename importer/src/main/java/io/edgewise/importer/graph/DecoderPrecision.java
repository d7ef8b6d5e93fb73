// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

/// How a decoder's graph keeps its matrices. What is small or delicate, as biases, normalisations and
/// positions, is float32 in any case.
public enum DecoderPrecision {
    /// As they are computed with.
    FP32,
    /// One byte, with a scale for each row; activations are quantised on the way, for each token.
    INT8,
    /// Four bits, with a scale for each 32 numbers of a row; the table of words and the head, and matrices
    /// whose rows blocks of 32 don't divide, are `INT8`. Loses much of a small model.
    INT4,
    /// The four bits that the source has, exactly: weights that know their blocks are written as these, and a
    /// small matrix of one byte adds what the blocks' least numbers make of the means of 32 inputs. All
    /// others are `INT8`.
    BLOCKS
}
