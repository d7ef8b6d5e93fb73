// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.util.List;
import java.util.function.Consumer;

/// The rounds in which things are compared. Immutable.
///
/// @param count how many
/// @param done told after each round
public record Rounds(int count, Runnable done) {
    public Rounds {
        if (count < 1) {
            throw new IllegalArgumentException("rounds: expected at least 1, got " + count);
        }
    }

    /// Measures each thing once a round. Forwards and backwards in turns: whatever comes first after a pause, or
    /// while the processor is still cool, is another each time.
    <T> void run(List<T> things, Consumer<T> measure) {
        for (int round = 0; round < count; round++) {
            (round % 2 == 0 ? things : things.reversed()).forEach(measure);
            done.run();
        }
    }
}
