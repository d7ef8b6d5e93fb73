// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The names of a model's inputs, or of its outputs, and which of them is meant by a text. Immutable.
///
/// @param all in their order, each once
/// @param byPosition whether a tensor goes by its position, too, as `0`; a name that looks like a position is a
/// name
public record TensorNames(List<String> all, boolean byPosition) {
    public TensorNames {
        all = List.copyOf(all);
    }

    /// Of a signature: its names are unique.
    public static TensorNames ofSignature(List<String> names) {
        return new TensorNames(names, false);
    }

    /// Of a graph, whose tensors may have no name, or that of another: those go by their positions alone.
    public static TensorNames ofGraph(List<String> tensors) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String tensor : tensors) {
            boolean unique = !tensor.isEmpty() && taken.add(tensor);
            names.add(unique ? tensor : String.valueOf(names.size()));
        }
        return new TensorNames(names, true);
    }

    /// The position of the tensor that is meant.
    public OptionalInt find(String wanted) {
        int named = all.indexOf(wanted);
        if (named >= 0) {
            return OptionalInt.of(named);
        }
        for (int i = 0; byPosition && i < all.size(); i++) {
            if (String.valueOf(i).equals(wanted)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// The position of a tensor that must be there.
    ///
    /// @param graph and `kind` (`input`) for the sentence
    /// @throws IllegalArgumentException when it is not
    public int require(String graph, String kind, String wanted) {
        return find(wanted)
                .orElseThrow(() -> new IllegalArgumentException(
                        graph + " has no " + kind + " \"" + wanted + "\" (have: " + all + ")"));
    }
}
