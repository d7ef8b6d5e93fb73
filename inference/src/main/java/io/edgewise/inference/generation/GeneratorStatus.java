// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.Optional;

/// A configured generator at one moment. Immutable.
///
/// @param name the configured name
/// @param receipt what it turned out to be; empty until it was opened
/// @param waiting texts that wait for their turn
/// @param underWay texts that are being written
public record GeneratorStatus(
        String name,
        GeneratorState state,
        Optional<GeneratorReceipt> receipt,
        int waiting,
        int underWay,
        GeneratorCounts counts) {
    /// Whether it does less than it should: somebody ought to look.
    public boolean isDegraded() {
        return state instanceof GeneratorState.Failed;
    }

    /// One line for people.
    public String sentence() {
        return switch (state) {
            case GeneratorState.Opening opening -> "is built and tested";
            case GeneratorState.Ready ready ->
                receipt.map(GeneratorReceipt::sentence).orElse("writes");
            case GeneratorState.Failed failed -> "failed: " + failed.reason();
        };
    }
}
