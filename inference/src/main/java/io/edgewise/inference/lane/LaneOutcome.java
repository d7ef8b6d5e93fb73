// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.time.Duration;

/// How a job ended. Immutable.
///
/// @param <R> the answer
public sealed interface LaneOutcome<R> {
    /// The model answered.
    ///
    /// @param bundle name and version of the bundle that answered
    /// @param tokens tokens of the text, `[CLS]` and `[SEP]` included
    /// @param windows passes that a long text was cut into
    /// @param queued waiting for the lane
    /// @param inferred from tokenising to the answer
    record Answered<R>(R answer, String bundle, int tokens, int windows, Duration queued, Duration inferred)
            implements LaneOutcome<R> {}

    /// The deadline passed while the job waited or between two windows of a long text.
    record Expired<R>() implements LaneOutcome<R> {}

    /// The job can't be answered, now or later: the reason is in the cause. A pass that failed was tried twice.
    record Failed<R>(Throwable cause) implements LaneOutcome<R> {}

    /// The lanes are closed; the job was not looked at.
    record Refused<R>() implements LaneOutcome<R> {}
}
