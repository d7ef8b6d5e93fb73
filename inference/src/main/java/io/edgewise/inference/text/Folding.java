// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// One kind of disguise that a text can be freed from, in the order in which that is done.
public enum Folding {
    /// Characters that nobody sees: zero-width ones, bidirectional controls, fillers, piles of combining marks.
    INVISIBLE,
    /// Letters, digits and punctuation in a form that exists for old encodings or for mathematics: fullwidth, bold,
    /// circled. What means something else stays: the exponent of m², the fraction ½.
    COMPATIBILITY,
    /// Letters of other alphabets that look like Latin ones, in words that are Latin otherwise.
    HOMOGLYPHS,
    /// Letters with the same separator between each: `i d i o t`, `i.d.i.o.t`.
    SPACED,
    /// Digits and symbols in place of letters within words, never in codes, numbers, addresses or paths.
    LEET,
    /// Letters written three times and more: `stuuupid`.
    REPEATS,
    /// Texts in capitals, as terminals send them; words with digits keep theirs.
    CAPITALS;

    Draft fold(Draft draft) {
        return switch (this) {
            case INVISIBLE -> InvisibleCharacters.fold(draft);
            case COMPATIBILITY -> CompatibilityForms.fold(draft);
            case HOMOGLYPHS -> Homoglyphs.fold(draft);
            case SPACED -> SpacedLetters.fold(draft);
            case LEET -> LeetLetters.fold(draft);
            case REPEATS -> RepeatedLetters.fold(draft);
            case CAPITALS -> CapitalLetters.fold(draft);
        };
    }
}
