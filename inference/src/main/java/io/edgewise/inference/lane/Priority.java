// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

/// Which jobs a lane takes first.
///
/// A pass that runs is never interrupted, and one turn in [#TURNS] of a priority goes to those behind it: who
/// shouts loudest must not silence the others for ever. On a board that is too hot it may (see [Pace]).
public enum Priority {
    HIGH,
    NORMAL,
    LOW;

    /// Of so many turns of a priority one goes to lower ones, if they have anything to do.
    static final int TURNS = 8;
}
