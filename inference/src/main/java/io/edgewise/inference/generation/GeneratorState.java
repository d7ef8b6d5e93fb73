// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.time.Instant;

/// How a generator is. Immutable.
public sealed interface GeneratorState {
    /// It is built and tested: texts that come wait.
    record Opening() implements GeneratorState {}

    /// It writes.
    record Ready() implements GeneratorState {}

    /// It could not be opened, or ended by a defect: texts that come are refused until the process is started
    /// again.
    ///
    /// @param reason a sentence
    record Failed(String reason, Instant since) implements GeneratorState {}

    /// Its name in JSON.
    default String label() {
        return switch (this) {
            case Opening opening -> "opening";
            case Ready ready -> "ready";
            case Failed failed -> "failed";
        };
    }
}
