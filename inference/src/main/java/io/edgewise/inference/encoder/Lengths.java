// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.InferenceException;
import java.util.ArrayList;
import java.util.List;

/// How many tokens a pass may have. Immutable.
///
/// @param allowed in ascending order; empty when any number will do
public record Lengths(List<Integer> allowed) {
    private static final int SMALLEST = 16;

    /// Each pass has exactly the tokens that it needs.
    public static final Lengths ANY = new Lengths(List.of());

    public Lengths {
        allowed = allowed.stream().sorted().toList();
    }

    /// Powers of two, for graphs that are built for one length each: short texts don't pay for long ones, and few
    /// interpreters serve all lengths.
    ///
    /// @param most the largest pass, which is one of them
    public static Lengths buckets(int most) {
        List<Integer> buckets = new ArrayList<>();
        for (int tokens = SMALLEST; tokens < most; tokens *= 2) {
            buckets.add(tokens);
        }
        buckets.add(most);
        return new Lengths(buckets);
    }

    /// Whether any number of tokens will do.
    public boolean isAny() {
        return allowed.isEmpty();
    }

    /// The smallest allowed number that holds so many tokens.
    ///
    /// @throws InferenceException when there is none
    public int fit(int tokens) {
        if (isAny()) {
            return tokens;
        }
        return allowed.stream()
                .filter(length -> length >= tokens)
                .findFirst()
                .orElseThrow(() -> new InferenceException(
                        "a pass of " + tokens + " tokens is too long: the graph is built for " + allowed));
    }
}
