// SPDX-License-Identifier: Apache-2.0
/// The threads on which inference runs. A lane is one platform thread with one interpreter per model; a job waits
/// in the lane's queue, is tokenised there, and goes through the model together with what else is waiting for the
/// same model.
///
/// Platform threads, because a native call pins a virtual one, and never a shared pool, because that would hide
/// the queue. Jobs with the same key run on the same lane, in the order in which they were submitted.
@NullMarked
package io.edgewise.inference.lane;

import org.jspecify.annotations.NullMarked;
