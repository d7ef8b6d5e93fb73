// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

/// What one rendering may still do. Steps alone don't bound it: one step may search a long text, or double it.
/// Confined to one thread.
final class Budget {
    static final int MOST_OUTPUT = 1 << 20;

    private static final int MOST_STEPS = 100_000;
    private static final int MOST_DEPTH = 300;
    /// Characters and list items that are made or looked at.
    private static final long MOST_WORK = 1 << 25;

    private final Source source;
    private int steps;
    private int depth;
    private long work;

    Budget(Source source) {
        this.source = source;
    }

    void step(int at) {
        if (++steps > MOST_STEPS) {
            throw source.refusal(at, "the template takes more than " + MOST_STEPS + " steps: does a loop end?");
        }
    }

    /// Goes into something; whoever does goes [out](#leave) again.
    void enter(int at) {
        step(at);
        if (++depth > MOST_DEPTH) {
            throw source.refusal(at, "an expression or value is nested more than " + MOST_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    /// @param amount of characters and list items that will be made or looked at
    void work(int at, long amount) {
        work += amount;
        if (work > MOST_WORK) {
            throw source.refusal(at, "the template makes or searches more than " + MOST_WORK + " characters");
        }
    }
}
