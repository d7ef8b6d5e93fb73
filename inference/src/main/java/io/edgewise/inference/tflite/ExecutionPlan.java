// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which operators the interpreter runs, as an observer saw them. Immutable.
///
/// @param operators nodes by operator name; a delegate's partition counts as one node named `[Delegate]`
/// @param int8FullyConnected nodes of FULLY_CONNECTED with 8-bit weights that no delegate took
public record ExecutionPlan(SortedMap<String, Integer> operators, int int8FullyConnected) {
    public ExecutionPlan {
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    }

    /// The nodes of both.
    ExecutionPlan plus(ExecutionPlan other) {
        SortedMap<String, Integer> sum = new TreeMap<>(operators);
        other.operators.forEach((name, count) -> sum.merge(name, count, Integer::sum));
        return new ExecutionPlan(sum, int8FullyConnected + other.int8FullyConnected);
    }

    /// All nodes, partitions of delegates included.
    public int nodes() {
        return operators.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Nodes that run on TFLite's own kernels.
    public int builtinNodes() {
        return count(false);
    }

    /// Pieces that delegates run.
    public int partitions() {
        return count(true);
    }

    private int count(boolean delegated) {
        return operators.entrySet().stream()
                .filter(e -> e.getKey().startsWith("[") == delegated)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// The nodes on TFLite's own kernels that another plan has no more.
    SortedMap<String, Integer> builtinWithout(ExecutionPlan later) {
        SortedMap<String, Integer> taken = new TreeMap<>();
        operators.forEach((name, count) -> {
            int gone = count - later.operators.getOrDefault(name, 0);
            if (!name.startsWith("[") && gone > 0) {
                taken.put(name, gone);
            }
        });
        return taken;
    }
}
