// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.task.TaskFactory;
import java.time.Instant;
import java.util.function.Consumer;

/// A text to be worked on. Immutable.
///
/// @param <R> the answer
/// @param model the configured name of a model
/// @param task what to do with it, for whichever version of the bundle runs by then
/// @param key jobs with the same key keep their order; an empty key lets the job go to the shortest queue
/// @param priority among jobs of other priorities; those of one key should have the same
/// @param received when the text arrived
/// @param deadlineNanos the [System#nanoTime] at which nobody wants the answer any more
/// @param done called exactly once, on the lane's thread: it must not block
public record LaneJob<R>(
        String model,
        TaskFactory<R> task,
        String text,
        String key,
        Priority priority,
        Instant received,
        long deadlineNanos,
        Consumer<LaneOutcome<R>> done) {}
