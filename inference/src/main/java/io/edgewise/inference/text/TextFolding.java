// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.util.EnumSet;
import java.util.Set;

/// Frees texts from disguises. Immutable and thread-safe.
///
/// ```java
/// FoldedText folded = TextFolding.of(EnumSet.allOf(Folding.class)).fold("you 1d\u200B10t");
/// folded.text(); // you idiot
/// folded.sourceOf(4, 9); // 1d\u200B10t
/// ```
public final class TextFolding {
    /// Folds nothing.
    public static final TextFolding NONE = new TextFolding(EnumSet.noneOf(Folding.class));

    /// Undoes what hides which letters a text has; what they are meant as (`1d10t`, `i d i o t`) stays.
    public static final TextFolding LETTERS =
            new TextFolding(EnumSet.of(Folding.INVISIBLE, Folding.COMPATIBILITY, Folding.HOMOGLYPHS));

    private final EnumSet<Folding> foldings;

    private TextFolding(EnumSet<Folding> foldings) {
        this.foldings = foldings;
    }

    /// @param foldings in any order: they are always done in that of [Folding]
    public static TextFolding of(Set<Folding> foldings) {
        EnumSet<Folding> copy = EnumSet.noneOf(Folding.class);
        copy.addAll(foldings);
        return new TextFolding(copy);
    }

    /// Whether texts stay as they are.
    public boolean isNone() {
        return foldings.isEmpty();
    }

    /// A text without its disguise. Takes time and memory in proportion to its length; never fails.
    public FoldedText fold(String text) {
        Draft draft = Draft.of(text);
        for (Folding folding : foldings) {
            draft = folding.fold(draft);
        }
        return draft.folded();
    }
}
