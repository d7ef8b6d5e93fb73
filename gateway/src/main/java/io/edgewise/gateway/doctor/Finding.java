// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

/// One thing that was looked at. Immutable.
///
/// @param what was looked at
/// @param said what was found, and what to do when it is not right
public record Finding(Level level, String what, String said) {
    /// How bad it is; a later constant is worse.
    public enum Level {
        /// Right, or plain information.
        OK,
        /// Works, and could be better.
        WARNING,
        /// The broker or the network.
        UNAVAILABLE,
        /// The configuration, a bundle or the native library.
        WRONG
    }

    static Finding ok(String what, String said) {
        return new Finding(Level.OK, what, said);
    }

    static Finding warning(String what, String said) {
        return new Finding(Level.WARNING, what, said);
    }

    static Finding wrong(String what, String said) {
        return new Finding(Level.WRONG, what, said);
    }
}
