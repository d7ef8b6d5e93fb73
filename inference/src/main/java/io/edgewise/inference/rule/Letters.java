// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The characters of a text in which terms are looked for: all of them, or a stretch that is spelled out, as `s.h.i.t`,
/// without what stands between. Immutable.
final class Letters {
    /// Fewer letters with something between them are initials.
    private static final int FEWEST_SPELLED = 3;
    /// A shorter term has to be all that is spelled out: `U S A S S R` is nobody's.
    private static final int LEAST_AMONG_OTHERS = 4;
    /// Blank, mark, blank.
    private static final int WIDEST_GAP = 3;

    private final ComparedText text;
    private final int[] places;
    private final boolean spelled;

    private Letters(ComparedText text, int[] places, boolean spelled) {
        this.text = text;
        this.places = places;
        this.spelled = spelled;
    }

    static Letters all(ComparedText text) {
        return new Letters(text, IntStream.range(0, text.size()).toArray(), false);
    }

    /// The stretches in which every word has one letter.
    static List<Letters> spelled(ComparedText text) {
        List<Letters> stretches = new ArrayList<>();
        List<Integer> stretch = new ArrayList<>();
        for (int i = 0; i <= text.size(); i++) {
            boolean last = i == text.size();
            if (!last && !isLetterAlone(text, i)) {
                continue;
            }
            if (!stretch.isEmpty() && (last || !isGap(text, stretch.getLast(), i))) {
                if (stretch.size() >= FEWEST_SPELLED) {
                    stretches.add(new Letters(
                            text, stretch.stream().mapToInt(place -> place).toArray(), true));
                }
                stretch.clear();
            }
            stretch.add(i);
        }
        return stretches;
    }

    private static boolean isLetterAlone(ComparedText text, int i) {
        return (text.isWordAt(i) || LeetReadings.isEdgeSymbol(text.at(i)))
                && !text.isWordAt(i - 1)
                && !text.isWordAt(i + 1);
    }

    private static boolean isGap(ComparedText text, int from, int to) {
        return to - from > 1
                && to - from - 1 <= WIDEST_GAP
                && IntStream.range(from + 1, to).noneMatch(text::isWordAt);
    }

    int size() {
        return places.length;
    }

    int at(int index) {
        return text.at(places[index]);
    }

    /// UTF-16 index in the text as received where a character begins.
    int start(int index) {
        return text.start(places[index]);
    }

    /// UTF-16 index in the text as received after a character.
    int end(int index) {
        return text.end(places[index]);
    }

    /// Whether a term can begin here. Inside of a run of the same character none does, so that the runs which a walk
    /// passes are passed once for each letter of a term.
    boolean canBegin(int index) {
        if (index > 0 && at(index) == at(index - 1)) {
            return false;
        }
        return spelled || (!text.isJointAt(index) && isBoundary(index - 1, index, -1));
    }

    /// Whether a term that begins at `start` can end before `end`.
    boolean canEnd(int start, int end) {
        if (spelled) {
            int length = end - start;
            return length >= LEAST_AMONG_OTHERS || (length >= FEWEST_SPELLED && length == places.length);
        }
        return isBoundary(end, end - 1, 1);
    }

    /// @param outside the first character that is not of the term
    /// @param inside its neighbour that is
    /// @param away the direction away from the term
    private boolean isBoundary(int outside, int inside, int away) {
        if (text.isWordAt(outside)) {
            return ComparedText.isOfLongWords(text.at(outside)) || ComparedText.isOfLongWords(text.at(inside));
        }
        // b@ss is one word, @ss and bos$ are words of their own.
        return !LeetReadings.isEdgeSymbol(text.at(outside)) || !text.isWordAt(outside + away);
    }
}
