// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.plan.Candidates;
import java.time.Duration;
import java.util.Optional;

/// How a site wants a model to run. Immutable.
///
/// @param candidates what it may run on
/// @param deterministic one message per pass: on arm64 a packed pass may differ in the last bits from a single one
/// @param allowSlow accept int8 matrices outside every delegate, on x86-64 only
/// @param lazy whether the bundle is opened when the first text for it comes, and not at the start
/// @param unloadAfter after how long without a text its memory is given back, until the next one comes
public record ModelOptions(
        Candidates candidates, boolean deterministic, boolean allowSlow, boolean lazy, Optional<Duration> unloadAfter) {
    /// What is right unless a site knows better.
    public static final ModelOptions DEFAULT =
            new ModelOptions(Candidates.auto(), false, false, false, Optional.empty());

    /// The same, opened at once and for good.
    public ModelOptions eager() {
        return new ModelOptions(candidates, deterministic, allowSlow, false, Optional.empty());
    }

    /// The same on other candidates.
    public ModelOptions on(Candidates others) {
        return new ModelOptions(others, deterministic, allowSlow, lazy, unloadAfter);
    }
}
