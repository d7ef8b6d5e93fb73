// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import org.jspecify.annotations.Nullable;

/// What must still come when a term is done: the rest of the term around it, and what comes after that.
/// Immutable, equal by value.
final class Frame {
    private final Term term;
    private final int at;
    private final @Nullable Frame rest;
    private final int distance;
    private final int hash;

    private Frame(Term term, int at, @Nullable Frame rest, int shortest) {
        this.term = term;
        this.at = at;
        this.rest = rest;
        this.distance = Term.sum(shortest, rest == null ? 0 : rest.distance);
        this.hash = (System.identityHashCode(term) * 31 + at) * 31 + (rest == null ? 0 : rest.hash);
    }

    /// @param part the next part of the sequence
    static Frame of(Series series, int part, @Nullable Frame rest) {
        return new Frame(series, part, rest, series.shortestFrom(part));
    }

    /// @param items how many there are already
    static Frame of(Repeat repeat, int items, @Nullable Frame rest) {
        return new Frame(repeat, items, rest, repeat.shortestAfter(items));
    }

    Term term() {
        return term;
    }

    int at() {
        return at;
    }

    @Nullable
    Frame rest() {
        return rest;
    }

    /// Bytes of the shortest way to the end.
    int distance() {
        return distance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Frame that
                && hash == that.hash
                && at == that.at
                && term.equals(that.term)
                && (rest == null ? that.rest == null : rest.equals(that.rest));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
