// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

/// How the next token is chosen. Immutable.
///
/// @param temperature by which logits are divided; 0 always takes the best
/// @param topK only so many of the best; 0 for all
/// @param topP only the best that together have this probability; 1 for all
/// @param repetitionPenalty by which the logits of tokens of the text are lowered, divided where positive and
/// multiplied
/// where negative (Keskar et al., *CTRL*, 2019); 1 for not at all
/// @param seed the same one gives the same text on the same machine
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty, long seed) {
    /// Always the best.
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 1, 0);

    private static final double MOST_TEMPERATURE = 10;
    private static final double MOST_PENALTY = 10;

    /// @throws IllegalArgumentException with a sentence when a number makes no sense
    public Sampling {
        require("temperature", temperature, 0, MOST_TEMPERATURE);
        require("top-k", topK, 0, Integer.MAX_VALUE);
        require("top-p", topP, Double.MIN_NORMAL, 1);
        require("repetition-penalty", repetitionPenalty, 1, MOST_PENALTY);
    }

    private static void require(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + " is " + value + ", expected a number from " + (least < 1e-9 ? 0 : least) + " to " + most);
        }
    }
}
