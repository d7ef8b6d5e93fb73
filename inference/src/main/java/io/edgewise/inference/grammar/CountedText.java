// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Arrays;

/// The texts of a [Dfa] that have so many characters: the states of the automaton times a counter. States that
/// the automaton marks are those between two characters.
///
/// The counter is no state of a table, but how far the end is, is one: `distances` is two bytes for each state
/// and count.
final class CountedText implements Leaf {
    /// The most states times counts: a megabyte of distances.
    static final int LARGEST = 1 << 19;

    private static final char UNREACHABLE = Character.MAX_VALUE;

    private final Dfa texts;
    private final int least;
    private final int most;
    private final int width;
    private final char[] distances;
    /// For each count, the first of those before it that differ in nothing but the distance.
    private final int[] steadySince;

    /// @param least characters of a text
    /// @param most characters of a text, few enough for [#fits]
    CountedText(Dfa texts, int least, int most) {
        this.texts = texts;
        this.least = least;
        this.most = most;
        this.width = most + 1;
        this.distances = new char[texts.states() * width];
        Arrays.fill(distances, UNREACHABLE);
        for (int count = most; count >= 0; count--) {
            measure(count);
        }
        this.steadySince = new int[width];
        for (int count = 1; count <= most; count++) {
            steadySince[count] = sameAsBefore(count) ? steadySince[count - 1] : count;
        }
    }

    static boolean fits(Dfa texts, int most) {
        return (long) texts.states() * (most + 1) <= LARGEST;
    }

    /// A character has a few bytes, so that a few rounds settle what the states inside it know of each other.
    private void measure(int count) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = 0; state < texts.states(); state++) {
                int distance = measured(state, count);
                if (distance < distances[state * width + count]) {
                    distances[state * width + count] = (char) distance;
                    changed = true;
                }
            }
        }
    }

    private int measured(int state, int count) {
        if (texts.accepts(state) && count >= least) {
            return 0;
        }
        int best = UNREACHABLE;
        for (int kind = 0; kind < texts.kinds(); kind++) {
            int to = texts.nextOfKind(state, kind);
            int after = to >= 0 && texts.isMarked(to) ? count + 1 : count;
            if (to >= 0 && after <= most) {
                best = Math.min(best, distances[to * width + after] + 1);
            }
        }
        return best;
    }

    private boolean sameAsBefore(int count) {
        for (int at = count; at < distances.length; at += width) {
            boolean reachable = distances[at] != UNREACHABLE;
            boolean ends = distances[at] == 0;
            if (reachable != (distances[at - 1] != UNREACHABLE) || ends != (distances[at - 1] == 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long start() {
        return distances.length == 0 || distances[0] == UNREACHABLE ? DEAD : 0;
    }

    @Override
    public long step(long at, int value) {
        int count = (int) at % width;
        int to = texts.next((int) at / width, value);
        if (to < 0) {
            return DEAD;
        }
        int after = texts.isMarked(to) ? count + 1 : count;
        return after > most || distances[to * width + after] == UNREACHABLE ? DEAD : (long) to * width + after;
    }

    @Override
    public boolean accepts(long at) {
        return distances[(int) at] == 0;
    }

    @Override
    public int distance(long at) {
        return distances[(int) at];
    }

    @Override
    public long steady(long at, int bytes) {
        int count = (int) at % width;
        int since = steadySince[count];
        return count + bytes <= most && steadySince[count + bytes] == since ? at - count + since : at;
    }

    @Override
    public int kind(int value) {
        return texts.kind(value);
    }

    @Override
    public CountedText without(ByteSet missing) {
        return new CountedText(texts.without(missing), least, most);
    }
}
