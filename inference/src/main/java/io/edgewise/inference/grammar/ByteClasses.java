// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Bytes that no leaf of a term ever tells apart, as one class: a state then has few ways on, not 256.
/// Immutable.
final class ByteClasses {
    private final byte[] classes = new byte[ByteSet.BYTES];
    /// The smallest byte of each class, in their order.
    private final int[] first;
    private final int[] sizes;

    private ByteClasses(int[] labels) {
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] firstOf = new int[ByteSet.BYTES];
        int[] sizeOf = new int[ByteSet.BYTES];
        for (int value = 0; value < labels.length; value++) {
            int number = numbers.computeIfAbsent(labels[value], label -> numbers.size());
            firstOf[number] = sizeOf[number]++ == 0 ? value : firstOf[number];
            classes[value] = (byte) number;
        }
        first = Arrays.copyOf(firstOf, numbers.size());
        sizes = Arrays.copyOf(sizeOf, numbers.size());
    }

    static ByteClasses of(Term root) {
        int[] labels = new int[ByteSet.BYTES];
        refine(root, labels, new HashSet<>());
        return new ByteClasses(labels);
    }

    private static void refine(Term term, int[] labels, Set<Term> seen) {
        if (!seen.add(term)) {
            return;
        }
        switch (term) {
            case Leaf leaf -> refine(leaf, labels);
            case Series series -> series.parts().forEach(part -> refine(part, labels, seen));
            case Alternatives alternatives -> alternatives.parts().forEach(part -> refine(part, labels, seen));
            case Repeat repeat -> refine(repeat.item(), labels, seen);
            case SourceSlot slot -> throw new IllegalStateException("no message is bound to " + slot);
        }
    }

    private static void refine(Leaf leaf, int[] labels) {
        Map<Long, Integer> pairs = new HashMap<>();
        for (int value = 0; value < labels.length; value++) {
            long pair = (long) labels[value] * (ByteSet.BYTES + 1) + leaf.kind(value);
            labels[value] = pairs.computeIfAbsent(pair, key -> pairs.size());
        }
    }

    int count() {
        return first.length;
    }

    int of(int value) {
        return classes[value] & 0xff;
    }

    /// The smallest byte of a class. Classes are in the order of these.
    int first(int number) {
        return first[number];
    }

    /// How many bytes a class has.
    int size(int number) {
        return sizes[number];
    }
}
