// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// The pieces that stand around a text in a model's input. Immutable.
///
/// @param classify id of the piece that opens it, -1 when the model has none
/// @param separate id of the piece that closes it, -1 when the model has none
public record SpecialPieces(int classify, int separate) {

    /// Of a tokenizer whose model has neither.
    public static final SpecialPieces NONE = new SpecialPieces(-1, -1);

    /// How many pieces stand in front of a text: 0 or 1.
    public int before() {
        return classify < 0 ? 0 : 1;
    }

    /// How many there are together: 0 to 2.
    public int count() {
        return before() + (separate < 0 ? 0 : 1);
    }
}
