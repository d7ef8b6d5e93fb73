// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of Unicode characters as ranges in their order, without the halves of characters (surrogates), which
/// no text has. Immutable.
record CodePoints(List<Range> ranges) {
    /// All that a text may have.
    static final CodePoints ALL = new CodePoints(List.of(new Range(0, 0xd7ff), new Range(0xe000, 0x10ffff)));

    /// Both ends included.
    record Range(int low, int high) {}

    CodePoints {
        ranges = List.copyOf(ranges);
    }

    /// @param ends pairs of the first and last character of a range
    static CodePoints of(int... ends) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new Range(ends[i], ends[i + 1]));
        }
        return new CodePoints(ranges).union(new CodePoints(List.of()));
    }

    /// Whether a text has half of a character (a surrogate alone), which no text in UTF-8 can have.
    static boolean hasHalves(String text) {
        return text.codePoints().anyMatch(CodePoints::isHalf);
    }

    static boolean isHalf(int character) {
        return Character.getType(character) == Character.SURROGATE;
    }

    boolean contains(int character) {
        return ranges.stream().anyMatch(range -> range.low() <= character && character <= range.high());
    }

    CodePoints union(CodePoints other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        all.sort(Comparator.comparingInt(Range::low));
        List<Range> merged = new ArrayList<>();
        for (Range range : all) {
            if (!merged.isEmpty() && range.low() <= merged.getLast().high() + 1) {
                Range last = merged.removeLast();
                merged.add(new Range(last.low(), Math.max(last.high(), range.high())));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(merged).intersect(ALL);
    }

    CodePoints intersect(CodePoints other) {
        List<Range> common = new ArrayList<>();
        for (Range a : ranges) {
            for (Range b : other.ranges) {
                int low = Math.max(a.low(), b.low());
                int high = Math.min(a.high(), b.high());
                if (low <= high) {
                    common.add(new Range(low, high));
                }
            }
        }
        return new CodePoints(common);
    }

    CodePoints complement() {
        List<Range> gaps = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            if (range.low() > next) {
                gaps.add(new Range(next, range.low() - 1));
            }
            next = range.high() + 1;
        }
        gaps.add(new Range(next, Character.MAX_CODE_POINT));
        return new CodePoints(
                        gaps.stream().filter(gap -> gap.low() <= gap.high()).toList())
                .intersect(ALL);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }
}
