// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

/// What the bundle said of a line, and what is true. Immutable.
///
/// @param positive whether something should be said of it
/// @param hit whether what the bundle says is right, if its score is held to be high enough; only of a positive
record Scored(double score, boolean positive, boolean hit) {
    /// A score of one label, which holds or doesn't.
    static Scored of(double score, boolean holds) {
        return new Scored(score, holds, holds);
    }
}
