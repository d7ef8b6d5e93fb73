// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;

/// A regular expression, parsed. Immutable.
sealed interface Regex {
    /// No bound on how often.
    int UNBOUNDED = Integer.MAX_VALUE;

    /// Any texts: what a search has before and after what it looks for.
    Regex ANYTHING = new Times(new One(CodePoints.ALL), 0, UNBOUNDED);

    /// One character of a set.
    record One(CodePoints characters) implements Regex {}

    /// One after the other; the empty text when there is none.
    record Row(List<Regex> parts) implements Regex {
        public Row {
            parts = List.copyOf(parts);
        }
    }

    /// Any of them.
    record Either(List<Regex> parts) implements Regex {
        public Either {
            parts = List.copyOf(parts);
        }
    }

    /// Several times in a row.
    record Times(Regex part, int least, int most) implements Regex {}
}
