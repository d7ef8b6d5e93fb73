// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// Some rows of one matrix or of several below each other, in an order of its own; or the same of the numbers
/// of vectors. Rows in blocks of four bits keep them. Confined to one thread.
public final class Selection implements Weights {
    private final List<Weights> sources;
    private final int count;
    private final IntUnaryOperator order;

    private Selection(List<Weights> sources, int count, IntUnaryOperator order) {
        this.sources = sources;
        this.count = count;
        this.order = order;
    }

    /// Rows of a matrix, or numbers of a vector.
    ///
    /// @param order which one of the source each one is
    public static Weights of(Weights source, int count, IntUnaryOperator order) {
        return of(List.of(source), count, order);
    }

    /// The second below the first.
    public static Weights stacked(Weights first, Weights second) {
        return of(
                List.of(first, second),
                first.shape().getFirst() + second.shape().getFirst(),
                IntUnaryOperator.identity());
    }

    private static Weights of(List<Weights> sources, int count, IntUnaryOperator order) {
        Selection rows = new Selection(sources, count, order);
        return sources.stream().allMatch(BlockWeights.class::isInstance) ? new OfBlocks(rows) : rows;
    }

    @Override
    public String name() {
        return sources.getFirst().name();
    }

    @Override
    public List<Integer> shape() {
        List<Integer> source = sources.getFirst().shape();
        return source.size() == 1 ? List.of(count) : List.of(count, source.getLast());
    }

    @Override
    public void row(int row, float[] target) {
        if (shape().size() == 1) {
            pick(target);
        } else {
            Place place = place(row);
            place.source().row(place.row(), target);
        }
    }

    private void pick(float[] target) {
        float[] all = new float[sources.stream().mapToInt(Weights::columns).sum()];
        int at = 0;
        for (Weights source : sources) {
            float[] part = new float[source.columns()];
            source.row(0, part);
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        for (int i = 0; i < target.length; i++) {
            target[i] = all[order.applyAsInt(i)];
        }
    }

    private record Place(Weights source, int row) {}

    private Place place(int row) {
        int at = order.applyAsInt(row);
        for (Weights source : sources) {
            if (at < source.rows()) {
                return new Place(source, at);
            }
            at -= source.rows();
        }
        throw new IndexOutOfBoundsException("row " + row + " of " + name());
    }

    /// A selection of rows that keep their blocks.
    private record OfBlocks(Selection selection) implements BlockWeights {
        @Override
        public String name() {
            return selection.name();
        }

        @Override
        public List<Integer> shape() {
            return selection.shape();
        }

        @Override
        public void row(int row, float[] target) {
            selection.row(row, target);
        }

        @Override
        public void blocks(int row, float[] scales, float[] least, byte[] steps) {
            Place place = selection.place(row);
            ((BlockWeights) place.source()).blocks(place.row(), scales, least, steps);
        }
    }
}
