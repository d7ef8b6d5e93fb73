// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

/// How hot a part of a board is. Immutable.
///
/// @param zone what it is, in the kernel's words
/// @param limit at which the board slows itself down
public record Heat(String zone, double celsius, double limit) {
    /// Kelvins below the limit.
    double headroom() {
        return limit - celsius;
    }
}
