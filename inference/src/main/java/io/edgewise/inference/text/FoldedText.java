// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.util.Objects;

/// A text without its disguise, and where in the text as received each of its characters came from. Immutable.
///
/// All indices count UTF-16 units. Starts and ends never fall from one index to the next.
public final class FoldedText {
    private final String source;
    private final String text;
    private final int[] starts;
    private final int[] ends;

    /// Takes over the arrays, which have an element for each unit of `text`.
    FoldedText(String source, String text, int[] starts, int[] ends) {
        this.source = source;
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /// The text as received.
    public String source() {
        return source;
    }

    /// The text as it is meant.
    public String text() {
        return text;
    }

    /// Whether there was anything to fold.
    public boolean isChanged() {
        return !text.equals(source);
    }

    /// Where in the source the character at `index` of [#text] starts.
    ///
    /// @throws IndexOutOfBoundsException when the text has no such index
    public int start(int index) {
        return starts[Objects.checkIndex(index, starts.length)];
    }

    /// Where in the source the character at `index` of [#text] ends (exclusive).
    ///
    /// @throws IndexOutOfBoundsException when the text has no such index
    public int end(int index) {
        return ends[Objects.checkIndex(index, ends.length)];
    }

    /// What the stretch from `from` to before `to` of [#text] was in the source, with what was dropped in between.
    ///
    /// @throws IndexOutOfBoundsException when the text has no such stretch, or it is empty
    public String sourceOf(int from, int to) {
        return source.substring(start(from), end(to - 1));
    }

    @Override
    public String toString() {
        return text;
    }
}
