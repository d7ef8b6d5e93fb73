// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

/// How far a head's numbers are from those of the same weights in float32, over the golden texts. Immutable.
///
/// @param largest difference of a number
/// @param rows messages, or tokens
/// @param sameBest of them, those with the same best label; for an embedding, those whose direction is the same
/// within a cosine of 0.98
public record Agreement(String head, double largest, int rows, int sameBest) {
    @Override
    public String toString() {
        return "%s: at most %.4f away, %d of %d the same".formatted(head, largest, sameBest, rows);
    }
}
