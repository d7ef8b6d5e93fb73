// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

/// Told what happens to a generator and its texts, mostly on its thread: must neither block nor throw.
/// Implementations are thread-safe.
public interface GeneratorEvents {
    /// For whoever does not want to know.
    GeneratorEvents NONE = new GeneratorEvents() {
        @Override
        public void changed(GeneratorStatus now) {}

        @Override
        public void ended(String generator, WritingOutcome outcome) {}
    };

    /// It was opened, or failed.
    void changed(GeneratorStatus now);

    /// A text ended, before whoever waits for it is told.
    ///
    /// @param generator the configured name
    void ended(String generator, WritingOutcome outcome);
}
