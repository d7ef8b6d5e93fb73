// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.lane.LaneJob;

/// Where a step's job goes: the lanes and generators, or a fake in a test. Thread-safe.
public interface Inference {
    /// Takes a job; its `done` is called in any case.
    <R> void submit(LaneJob<R> job);

    /// Takes a text to be written; its end is told in any case.
    ///
    /// @param generator its configured name
    void write(String generator, WritingJob job);
}
