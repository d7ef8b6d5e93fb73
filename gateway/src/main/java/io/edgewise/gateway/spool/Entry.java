// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.PublishOutcome;
import java.util.Optional;
import java.util.function.Consumer;

/// A message on its way, from the hand-over until its sender knows what became of it. Guarded by the lock of its
/// [SpoolQueue], but for what never changes.
final class Entry {
    private final SpoolRecord record;
    private final Consumer<PublishOutcome> done;
    /// The link has it, and has not said what became of it.
    boolean isWithLink;
    /// Its sender knows, or is being told.
    boolean isTold;
    /// What the link said.
    Optional<PublishOutcome> outcome = Optional.empty();
    /// On the disk, when it is both there and with the link.
    Optional<Place> place = Optional.empty();

    Entry(SpoolRecord record, Consumer<PublishOutcome> done) {
        this.record = record;
        this.done = done;
    }

    SpoolRecord record() {
        return record;
    }

    /// Call without the lock, once.
    void tell(PublishOutcome what) {
        done.accept(what);
    }
}
