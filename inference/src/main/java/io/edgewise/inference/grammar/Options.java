// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// One of some byte strings: a literal, the values of an enum.
final class Options implements Leaf {
    private final SortedBytes strings;

    /// @param strings none longer than [SortedBytes#LONGEST]; those that stand twice count once
    Options(Collection<byte[]> strings) {
        var all = new ByteArrayOutputStream();
        List<SortedBytes.Slice> slices = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (byte[] string : strings) {
            if (known.add(new String(string, ISO_8859_1))) {
                slices.add(new SortedBytes.Slice(all.size(), all.size() + string.length));
                all.writeBytes(string);
            }
        }
        this.strings = new SortedBytes(all.toByteArray(), slices);
    }

    static Options literal(byte[] bytes) {
        return new Options(List.of(bytes));
    }

    /// What is left of each string that may still come.
    List<byte[]> rest(long state) {
        return IntStream.range(SortedBytes.first(state), SortedBytes.end(state))
                .mapToObj(string -> strings.rest(string, SortedBytes.depth(state)))
                .toList();
    }

    List<byte[]> all() {
        return start() == DEAD ? List.of() : rest(start());
    }

    @Override
    public long start() {
        return strings.start();
    }

    @Override
    public long step(long state, int value) {
        return strings.step(state, value);
    }

    @Override
    public int kind(int value) {
        return strings.kind(value);
    }

    @Override
    public boolean accepts(long state) {
        return strings.length(SortedBytes.first(state)) == SortedBytes.depth(state);
    }

    @Override
    public int distance(long state) {
        int shortest = SortedBytes.LONGEST;
        for (int i = SortedBytes.first(state); i < SortedBytes.end(state); i++) {
            shortest = Math.min(shortest, strings.length(i));
        }
        return shortest - SortedBytes.depth(state);
    }

    @Override
    public boolean isOpen(long state) {
        return strings.isOpen(state);
    }

    @Override
    public Options without(ByteSet missing) {
        return new Options(
                all().stream().filter(string -> !missing.meets(string)).toList());
    }
}
