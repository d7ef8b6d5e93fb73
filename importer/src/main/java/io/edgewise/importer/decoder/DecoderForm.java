// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.architecture.Nonlinearity;
import java.util.Optional;
import java.util.Set;

/// How a decoder computes. Immutable.
///
/// @param epsilon of the normalisations
/// @param activation of the feed-forward blocks
/// @param gated whether a feed-forward block multiplies the activated half of its numbers with the other half
/// @param parallel whether attention and feed-forward block read the same normalised numbers
/// @param wordScale that rows of the table of words are multiplied with
/// @param scoreScale that products of queries and keys are multiplied with
/// @param scoreCap beyond which no score of the attention goes (`cap * tanh(score / cap)`), if any
/// @param logitCap the same for the logits
/// @param rotation by which a token's position is told, unless the weights have a table of positions
/// @param localRotation of the layers that look at a window, where it differs
/// @param local numbers of the layers that look at a window of the last tokens
/// @param window how many tokens these see, itself among them; 0 without such layers
public record DecoderForm(
        double epsilon,
        Nonlinearity activation,
        boolean gated,
        boolean parallel,
        float wordScale,
        float scoreScale,
        Optional<Float> scoreCap,
        Optional<Float> logitCap,
        Optional<Rotation> rotation,
        Optional<Rotation> localRotation,
        Set<Integer> local,
        int window) {
    public DecoderForm {
        local = Set.copyOf(local);
    }

    /// One that does what Llama does.
    static DecoderForm plain(double epsilon, Nonlinearity activation, float scoreScale, Rotation rotation) {
        return new DecoderForm(
                epsilon,
                activation,
                true,
                false,
                1,
                scoreScale,
                Optional.empty(),
                Optional.empty(),
                Optional.of(rotation),
                Optional.empty(),
                Set.of(),
                0);
    }
}
