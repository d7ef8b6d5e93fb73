// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// From which score on a label asks for a review, and from which it blocks. 1 means never. Immutable.
///
/// @param review above 0, at most `block`
/// @param block at most 1
public record Thresholds(double review, double block) {
    /// A label that decides nothing.
    public static final Thresholds NEVER = new Thresholds(1, 1);

    public Thresholds {
        if (!(review > 0 && review <= block && block <= 1)) {
            throw new IllegalArgumentException(
                    "thresholds: expected 0 < review <= block <= 1, got review " + review + " and block " + block);
        }
    }

    /// Whether a score is high enough to ask for a review.
    public boolean asksForReview(double score) {
        return review < 1 && score >= review;
    }

    /// Whether a score is high enough to block.
    public boolean blocks(double score) {
        return block < 1 && score >= block;
    }
}
