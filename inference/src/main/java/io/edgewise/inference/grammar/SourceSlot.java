// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

/// Where a piece of the message's text goes, before the message is there: [Binding] puts [SourceSpans] in its
/// place.
///
/// @param least code points of the piece
/// @param most code points of the piece, at most [SourceSpans#LONGEST]
record SourceSlot(int least, int most) implements Term {
    @Override
    public int shortest() {
        return least;
    }
}
