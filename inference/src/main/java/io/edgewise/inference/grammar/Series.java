// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;

/// One term after the other.
final class Series implements Term {
    private final List<Term> parts;
    private final int[] shortestFrom;

    Series(List<Term> parts) {
        this.parts = List.copyOf(parts);
        shortestFrom = new int[parts.size() + 1];
        for (int i = parts.size() - 1; i >= 0; i--) {
            shortestFrom[i] = Term.sum(parts.get(i).shortest(), shortestFrom[i + 1]);
        }
    }

    static Series of(Term... parts) {
        return new Series(List.of(parts));
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
