// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;

/// Any one of some terms.
final class Alternatives implements Term {
    private final List<Term> parts;
    private final int shortest;

    Alternatives(List<Term> parts) {
        this.parts = List.copyOf(parts);
        this.shortest = parts.stream().mapToInt(Term::shortest).min().orElse(IMPOSSIBLE);
    }

    List<Term> parts() {
        return parts;
    }

    @Override
    public int shortest() {
        return shortest;
    }
}
