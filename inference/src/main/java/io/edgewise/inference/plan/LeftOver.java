// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tflite.PlanReport;
import java.util.List;
import java.util.Set;

/// Nodes that no delegate took. Immutable.
///
/// @param operator as `GATHER`
/// @param why for people
public record LeftOver(String operator, int nodes, String why) {
    /// Operators for which XNNPACK has no kernel in TensorFlow Lite 2.21. Which of the others it takes depends on
    /// types and shapes.
    private static final Set<String> UNKNOWN_TO_XNNPACK = Set.of(
            "GATHER",
            "EMBEDDING_LOOKUP",
            "CAST",
            "PACK",
            "SELECT_V2",
            "EQUAL",
            "NOT_EQUAL",
            "GREATER",
            "L2_NORMALIZATION",
            "ONE_HOT",
            "SHAPE");

    /// What the delegates left of a model.
    public static List<LeftOver> of(PlanReport plan) {
        return plan.running().operators().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("["))
                .map(entry -> new LeftOver(entry.getKey(), entry.getValue(), why(entry.getKey(), plan)))
                .toList();
    }

    private static String why(String operator, PlanReport plan) {
        if (plan.shares().isEmpty()) {
            return "no delegate was asked";
        }
        if (UNKNOWN_TO_XNNPACK.contains(operator)) {
            return "XNNPACK has no kernel for this operator";
        }
        if (operator.equals("FULLY_CONNECTED") && plan.running().int8FullyConnected() > 0) {
            return "XNNPACK takes 8-bit weights only when they are int8, symmetric, per channel";
        }
        return "XNNPACK did not take these: their types or shapes don't suit its kernels";
    }
}
