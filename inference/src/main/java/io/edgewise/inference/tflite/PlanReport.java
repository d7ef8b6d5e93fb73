// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

/// What the delegates took. Immutable.
///
/// @param model the nodes of the model
/// @param running the nodes after the delegates took theirs
/// @param applied how often the delegates were applied; more than once means that a resize undid the plan
public record PlanReport(ExecutionPlan model, ExecutionPlan running, int applied) {
    /// Nodes of the model that a delegate runs.
    public int delegatedNodes() {
        return model.nodes() - running.builtinNodes();
    }

    /// For people: `263 of 265 nodes on a delegate, running: {GATHER=2, [TfLiteXNNPackDelegate]=1}`.
    @Override
    public String toString() {
        return delegatedNodes() + " of " + model.nodes() + " nodes on a delegate, running: " + running.operators();
    }
}
