// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.time.Duration;

/// How a job ended. Immutable.
public sealed interface WritingOutcome {
    /// The text was written.
    ///
    /// @param bundle name and version of the bundle that wrote it
    /// @param queued waiting for its turn
    /// @param wrote from the first call of the model to the last, other texts in between
    record Written(Generated text, String bundle, Duration queued, Duration wrote) implements WritingOutcome {}

    /// The deadline passed while it waited or was written.
    record Expired() implements WritingOutcome {}

    /// Somebody called [WritingJob#cancel].
    record Cancelled() implements WritingOutcome {}

    /// It can't be written, now or later: the reason is in the cause.
    record Failed(Throwable cause) implements WritingOutcome {}

    /// It was not begun, because as many wait as may, or not brought to its end, because the lane was closed.
    ///
    /// @param reason a sentence
    record Refused(String reason) implements WritingOutcome {}
}
