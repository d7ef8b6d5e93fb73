// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.encoder.Encoder;

/// What a [Planner] found.
///
/// @param encoder built and tested, for the thread that planned; the caller closes it
/// @param candidate what it runs on: encoders for other threads are built with the same
public record Planned(Encoder encoder, Candidate candidate, Receipt receipt) {}
