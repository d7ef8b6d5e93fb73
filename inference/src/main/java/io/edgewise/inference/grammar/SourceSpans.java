// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayList;
import java.util.List;

/// Pieces of a message's text, from the beginning of a word to the end of one.
final class SourceSpans implements Leaf {
    /// The most characters of a piece: escaped they still fit into [SortedBytes].
    static final int LONGEST = 4_096;

    private final SourceText text;
    private final int least;
    private final int most;
    private final SortedBytes spans;

    /// @param least characters of a piece
    /// @param most characters of a piece, at most [#LONGEST]
    /// @param missing bytes that must not come
    SourceSpans(SourceText text, int least, int most, ByteSet missing) {
        this.text = text;
        this.least = least;
        this.most = most;
        this.spans = new SortedBytes(text.bytes(), slices(missing));
    }

    /// For each beginning the longest piece; the shorter ones end inside it.
    private List<SortedBytes.Slice> slices(ByteSet missing) {
        List<SortedBytes.Slice> slices = new ArrayList<>();
        int barrier = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            if (!text.isWritable(i, missing)) {
                barrier = i;
            }
            int last = text.lastEnd(Math.min(barrier, i + most));
            if (text.mayBeginAt(i) && last >= i + least) {
                slices.add(new SortedBytes.Slice(text.offset(i), text.offset(last)));
            }
        }
        return slices;
    }

    @Override
    public long start() {
        return spans.start();
    }

    @Override
    public long step(long state, int value) {
        return spans.step(state, value);
    }

    @Override
    public int kind(int value) {
        return spans.kind(value);
    }

    @Override
    public boolean accepts(long state) {
        int depth = SortedBytes.depth(state);
        for (int i = SortedBytes.first(state); depth > 0 && i < SortedBytes.end(state); i++) {
            int end = text.characterAt(spans.from(i) + depth);
            if (end >= 0 && text.mayEndAt(end) && isLongEnough(i, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLongEnough(int span, int end) {
        return end - text.characterAt(spans.from(span)) >= least;
    }

    @Override
    public int distance(long state) {
        int depth = SortedBytes.depth(state);
        int shortest = SortedBytes.LONGEST;
        for (int i = SortedBytes.first(state); i < SortedBytes.end(state); i++) {
            shortest = Math.min(shortest, nearestEnd(i, depth));
        }
        return shortest;
    }

    private int nearestEnd(int span, int depth) {
        int from = spans.from(span);
        int end = from + depth;
        while (text.characterAt(end) < 0) {
            end++;
        }
        int earliest = Math.max(text.characterAt(end), text.characterAt(from) + least);
        return text.offset(text.nextEnd(earliest)) - from - depth;
    }

    @Override
    public boolean isOpen(long state) {
        return spans.isOpen(state);
    }

    @Override
    public SourceSpans without(ByteSet missing) {
        return new SourceSpans(text, least, most, missing);
    }
}
