// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the delegates took. Immutable.
///
/// @param model the nodes of the model
/// @param shares what each delegate took, in the order in which they were asked
/// @param running the nodes after the delegates took theirs
/// @param applied how often the delegates were applied; more than once means that a resize undid the plan
public record PlanReport(ExecutionPlan model, List<Share> shares, ExecutionPlan running, int applied) {
    public PlanReport {
        shares = List.copyOf(shares);
    }

    /// What one delegate took.
    ///
    /// @param delegate its label
    /// @param operators nodes of the model by operator
    /// @param partitions pieces of the graph that it runs, each at once
    public record Share(String delegate, SortedMap<String, Integer> operators, int partitions) {
        public Share {
            operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
        }

        /// How many nodes of the model.
        public int nodes() {
            return operators.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /// @param labels of the delegates, in their order
    /// @param plans before the first delegate, and after each
    static PlanReport of(List<String> labels, List<ExecutionPlan> plans, int applied) {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            ExecutionPlan before = plans.get(i);
            ExecutionPlan after = plans.get(i + 1);
            shares.add(
                    new Share(labels.get(i), before.builtinWithout(after), after.partitions() - before.partitions()));
        }
        return new PlanReport(plans.getFirst(), shares, plans.getLast(), applied);
    }

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
