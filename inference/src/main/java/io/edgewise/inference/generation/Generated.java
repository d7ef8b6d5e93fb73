// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.OptionalInt;

/// A text that was written. Immutable.
///
/// @param text as far as it came
/// @param finish why it ended there
/// @param promptTokens tokens of the prompt
/// @param reusedTokens how many of them were read before, for another text that begins alike
/// @param tokens tokens of the text
/// @param forcedTokens how many of them were certain, and so read together and not one by one
/// @param cutAt how many UTF-16 units of the text the model was shown, when that were not all
public record Generated(
        String text,
        Finish finish,
        int promptTokens,
        int reusedTokens,
        int tokens,
        int forcedTokens,
        OptionalInt cutAt) {
    /// Why a text ended.
    public enum Finish {
        /// The model ended it, or nothing could follow.
        END,
        /// A stop string came.
        STOP,
        /// It has as many tokens as were allowed; under a grammar it was completed in the shortest way.
        TOKENS,
        /// It took as long as was allowed; under a grammar it was completed in the shortest way.
        TIME,
        /// The context of the model is full; under a grammar it was completed in the shortest way.
        CONTEXT
    }

    /// Whether the model came to its end.
    public boolean isWhole() {
        return finish == Finish.END || finish == Finish.STOP;
    }
}
