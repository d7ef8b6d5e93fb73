// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import java.time.Instant;

/// How a model is served. Immutable.
public sealed interface Service {
    /// What the plan chose runs.
    record AsPlanned() implements Service {}

    /// What the plan chose failed in service; texts are answered by another candidate.
    ///
    /// @param running the candidate that runs
    /// @param reason the sentence of the last failure
    /// @param since when it first failed
    /// @param times how often it did since it last served for long
    /// @param nextTry when it is tried again
    record Demoted(String running, String reason, Instant since, int times, Instant nextTry) implements Service {}

    /// It is opened when the first text for it comes.
    record NotOpened() implements Service {}

    /// Its memory was given back; it is opened again for the next text.
    record Unloaded(Instant since) implements Service {}

    /// It can't be opened at this moment; texts wait for it until their deadlines, and it is tried again.
    record Unavailable(String reason, Instant since) implements Service {}
}
