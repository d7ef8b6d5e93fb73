// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells of the tensors that nobody asked for. Immutable but for the weights.
///
/// @param ofNoUse names of those that may be left out
public record UnusedTensors(NamedWeights weights, Pattern ofNoUse) {
    private static final int TOLD = 8;

    /// What may be left out is a note, all else a problem.
    ///
    /// @param configuration the file that says what the model is
    public void tell(String configuration, Findings findings) {
        Map<Boolean, List<String>> unused =
                weights.unused().stream().collect(Collectors.partitioningBy(ofNoUse.asMatchPredicate()));
        List<String> known = unused.getOrDefault(true, List.of());
        List<String> unknown = unused.getOrDefault(false, List.of());
        if (!known.isEmpty()) {
            findings.note("left out, because nothing here needs it: " + told(known));
        }
        if (!unknown.isEmpty()) {
            findings.problem(configuration + " does not explain " + told(unknown)
                    + ": the model would be computed without it, and say something else");
        }
    }

    private static String told(List<String> names) {
        return names.size()
                + (names.size() == 1 ? " tensor, " : " tensors, ")
                + String.join(", ", names.subList(0, Math.min(TOLD, names.size())))
                + (names.size() > TOLD ? ", …" : "");
    }
}
