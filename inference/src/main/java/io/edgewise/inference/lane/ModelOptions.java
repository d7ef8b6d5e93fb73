// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.plan.Candidates;

/// How a site wants a model to run. Immutable.
///
/// @param candidates what it may run on
/// @param deterministic one message per pass: on arm64 a packed pass may differ in the last bits from a single one
/// @param allowSlow accept int8 matrices outside every delegate, on x86-64 only
public record ModelOptions(Candidates candidates, boolean deterministic, boolean allowSlow) {
    /// What is right unless a site knows better.
    public static final ModelOptions DEFAULT = new ModelOptions(Candidates.auto(), false, false);
}
