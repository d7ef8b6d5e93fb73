// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.grammar.TokenMasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is to be written. Immutable.
///
/// @param prompt what is asked
/// @param grammar what the answer may be; anything when left out
/// @param stop strings that end the answer, and are no part of it; none with a grammar
public record GenerationRequest(
        Prompt prompt, Optional<TokenMasks> grammar, Limits limits, Sampling sampling, List<String> stop) {
    public GenerationRequest {
        stop = List.copyOf(stop);
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty: nothing would be written");
        }
        if (grammar.isPresent() && !stop.isEmpty()) {
            throw new IllegalArgumentException("a stop string would cut a text short that a grammar completes");
        }
    }

    /// An answer of the best tokens, whatever they are.
    public static GenerationRequest of(List<Message> messages, Limits limits) {
        return new GenerationRequest(Prompt.of(messages, ""), Optional.empty(), limits, Sampling.GREEDY, List.of());
    }

    /// The same with other limits.
    GenerationRequest with(Limits other) {
        return new GenerationRequest(prompt, grammar, other, sampling, stop);
    }

    /// How long an answer may become.
    ///
    /// @param tokens at least 1
    /// @param time looked at between two calls of the model, each of which takes milliseconds
    public record Limits(int tokens, Duration time) {
        public Limits {
            if (tokens < 1 || time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(
                        "limits are " + tokens + " tokens and " + time + ": expected at least one token and some time");
            }
        }
    }
}
