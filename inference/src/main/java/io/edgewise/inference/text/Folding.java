// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.util.function.UnaryOperator;

/// One kind of disguise that a text can be freed from, in the order in which that is done.
public enum Folding {
    /// Characters that nobody sees: zero-width ones, bidirectional controls, fillers, piles of combining marks.
    INVISIBLE(InvisibleCharacters::fold),
    /// Letters, digits and punctuation in a form that exists for old encodings or for mathematics: fullwidth, bold,
    /// circled. What means something else stays: the exponent of m², the fraction ½.
    COMPATIBILITY(CompatibilityForms::fold),
    /// Letters of other alphabets that look like Latin ones, in words that are Latin otherwise.
    HOMOGLYPHS(Homoglyphs::fold),
    /// Letters with the same separator between each: `i d i o t`, `i.d.i.o.t`.
    SPACED(SpacedLetters::fold),
    /// Digits and symbols in place of letters within words, never in codes, numbers, addresses or paths.
    LEET(LeetLetters::fold),
    /// Letters written three times and more: `stuuupid`.
    REPEATS(RepeatedLetters::fold),
    /// Texts in capitals, as terminals send them; words with digits keep theirs.
    CAPITALS(CapitalLetters::fold);

    private final UnaryOperator<Draft> step;

    Folding(UnaryOperator<Draft> step) {
        this.step = step;
    }

    Draft fold(Draft draft) {
        return step.apply(draft);
    }
}
