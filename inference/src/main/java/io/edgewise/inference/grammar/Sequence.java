// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;

/// One term after the other.
final class Sequence implements Term {
    private final List<Term> parts;
    private final int[] shortestFrom;

    Sequence(List<Term> parts) {
        this.parts = List.copyOf(parts);
        shortestFrom = new int[parts.size() + 1];
        for (int i = parts.size() - 1; i >= 0; i--) {
            shortestFrom[i] = Term.sum(parts.get(i).shortest(), shortestFrom[i + 1]);
        }
    }

    static Sequence of(Term... parts) {
        return new Sequence(List.of(parts));
    }

    List<Term> parts() {
        return parts;
    }

    /// Bytes of the shortest text from a part on.
    int shortestFrom(int part) {
        return shortestFrom[part];
    }

    @Override
    public int shortest() {
        return shortestFrom[0];
    }
}
