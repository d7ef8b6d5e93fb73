// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// The ids of the pieces around a text; -1 for one that the model does not have.
record SpecialPieces(int classify, int separate) {

    static final SpecialPieces NONE = new SpecialPieces(-1, -1);
}
