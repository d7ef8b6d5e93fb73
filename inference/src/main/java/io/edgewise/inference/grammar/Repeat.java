// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

/// A term several times in a row. The item has at least one byte.
final class Repeat implements Term {
    private final Term item;
    private final int least;
    private final int most;

    Repeat(Term item, int least, int most) {
        this.item = item;
        this.least = least;
        this.most = most;
    }

    Term item() {
        return item;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    /// Bytes of what must still come after some items.
    int shortestAfter(int items) {
        int missing = Math.max(0, least - items);
        if (missing == 0) {
            return 0;
        }
        return item.shortest() == IMPOSSIBLE ? IMPOSSIBLE : Term.limited((long) item.shortest() * missing);
    }

    @Override
    public int shortest() {
        return shortestAfter(0);
    }
}
