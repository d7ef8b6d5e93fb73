// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// What a lane tells of itself, to whoever asks and to its [GeneratorEvents].
///
/// Thread-safe: told by the lane's thread, and of refusals by those who submit; read by any.
final class GeneratorJournal {
    private final String name;
    private final IntSupplier waiting;
    private final GeneratorEvents events;
    private final AtomicReference<GeneratorCounts> counts = new AtomicReference<>(GeneratorCounts.NONE);
    private volatile GeneratorState state = new GeneratorState.Opening();
    private volatile @Nullable GeneratorReceipt receipt;
    private volatile int underWay;

    /// @param name the configured one
    /// @param waiting how many wait at this moment
    GeneratorJournal(String name, IntSupplier waiting, GeneratorEvents events) {
        this.name = name;
        this.waiting = waiting;
        this.events = events;
    }

    void opened(GeneratorReceipt found) {
        receipt = found;
        state = new GeneratorState.Ready();
        events.changed(status());
    }

    /// @param reason a sentence
    void failed(String reason) {
        state = new GeneratorState.Failed(reason, Instant.now());
        underWay = 0;
        events.changed(status());
    }

    void underWay(int texts) {
        underWay = texts;
    }

    void ended(WritingOutcome outcome) {
        counts.updateAndGet(before -> before.plus(outcome));
        events.ended(name, outcome);
    }

    GeneratorStatus status() {
        return new GeneratorStatus(
                name, state, Optional.ofNullable(receipt), waiting.getAsInt(), underWay, counts.get());
    }
}
