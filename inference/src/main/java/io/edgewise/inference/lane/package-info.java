// SPDX-License-Identifier: Apache-2.0
/// The threads on which inference runs, and the models on them.
///
/// ```
///   submit ─▶ ModelSlot ─▶ LaneQueue ─▶ Lane ─▶ LaneModels ─▶ encoder: the planned one, or the fallback
///    (any)    parks until     (per       (one thread)  │
///             it is served     lane)                   │ demote
///             ▲ serve                                  ▼
///   ModelKeeper (one thread for all): opens, plans, swaps, unloads, tries a failed delegate again
/// ```
///
/// A lane is one platform thread with one interpreter per model; a job waits in the lane's queue, is tokenised
/// there, and goes through the model together with what else is waiting for the same model. Platform threads,
/// because a native call pins a virtual one, and never a shared pool, because that would hide the queue. Jobs
/// with the same key run on the same lane, in the order in which they were submitted. Models take turns on a
/// lane.
///
/// What runs a model is an [Assignment]; whoever changes it makes a new one, and each lane takes it up between two
/// passes. So a swap, a demotion and a promotion are the same thing to a lane, and nothing waits for another lane,
/// unless a [Pace] lets only some of them work at a time, for a board that is too hot: then they wait at the
/// [LaneGate].
@NullMarked
package io.edgewise.inference.lane;

import org.jspecify.annotations.NullMarked;
