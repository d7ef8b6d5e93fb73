// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.encoder.Encoder;
import java.util.Optional;

/// What a [Planner] found. Immutable but for the encoder.
///
/// @param candidate what the model runs on: encoders are built with it
/// @param fallback what it runs on while that fails; correct on this board too, and in this process
/// @param spare an encoder of the candidate that was built for the trial and may be used by another thread, which
/// closes it
public record Planned(Candidate candidate, Optional<Candidate> fallback, Receipt receipt, Optional<Encoder> spare) {}
