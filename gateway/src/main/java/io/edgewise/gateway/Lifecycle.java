// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

/// Where the gateway is in its life. Immutable.
///
/// ```
///                ┌▶ Reloading ─┐
///                │             ▼
/// Starting ──▶ Serving ◀────────┘ ──▶ Draining ──▶ Stopped
///     │                                    ▲
///     ├────────▶ Failed                    │
///     └─────────────────▶ Draining ────────┘   told to stop while it starts
/// ```
public sealed interface Lifecycle {
    /// Models are being built; messages wait.
    record Starting() implements Lifecycle {}

    /// Answers what comes, as far as its links allow.
    record Serving() implements Lifecycle {}

    /// The same while a changed configuration is applied.
    record Reloading() implements Lifecycle {}

    /// Takes nothing more in and settles what is in work.
    record Draining() implements Lifecycle {}

    /// Everything is closed; what was not settled comes again.
    record Stopped() implements Lifecycle {}

    /// It can't serve, and ends.
    ///
    /// @param reason a sentence for people
    record Failed(String reason) implements Lifecycle {}

    /// Whether this state may follow on another.
    default boolean mayFollow(Lifecycle before) {
        return switch (this) {
            case Starting starting -> false;
            case Serving serving -> before instanceof Starting || before instanceof Reloading;
            case Reloading reloading -> before instanceof Serving;
            case Failed failed -> before instanceof Starting;
            case Draining draining -> !(before instanceof Draining || before instanceof Stopped);
            case Stopped stopped -> before instanceof Draining;
        };
    }

    /// As in the status object: part of the contract.
    default String label() {
        return switch (this) {
            case Starting starting -> "starting";
            case Serving serving -> "online";
            case Reloading reloading -> "online";
            case Draining draining -> "stopping";
            case Stopped stopped -> "offline";
            case Failed failed -> "failed";
        };
    }
}
