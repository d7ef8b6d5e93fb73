// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

/// A step of a route and when it is taken. Immutable.
///
/// @param does what is done with the text
/// @param when what the steps before it must have said; a step whose condition does not hold is left out
public record RouteStep(StepConfiguration does, StepCondition when) {
    /// One that is always taken.
    public static RouteStep always(StepConfiguration does) {
        return new RouteStep(does, StepCondition.ALWAYS);
    }
}
