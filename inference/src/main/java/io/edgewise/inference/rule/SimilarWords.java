// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the words of a vocabulary that differ from a word by few letters: none below 5 letters, one from 5,
/// two from 9, and never in the first, which people get right and which tells `rotor` from `motor`. Immutable
/// once built.
///
/// A word that may differ by k letters is cut into k + 1 segments, one of which any such word has unchanged, at
/// nearly the same place (Li et al., "Pass-Join: A Partition-based Method for Similarity Joins", VLDB 2011). So
/// a search is some thirty look-ups of pieces, and a comparison of each word found.
final class SimilarWords {
    private static final int LEAST_FOR_ONE = 5;
    private static final int LEAST_FOR_TWO = 9;
    private static final int MOST_EDITS = 2;
    private static final long BASE = 0x100000001B3L;

    /// A word of the vocabulary.
    ///
    /// @param id its number
    /// @param edits letters by which it differs
    record Similar(int id, int edits) {}

    private record Entry(String word, int id, int next) {}

    private final LongIntMap first = new LongIntMap();
    private final List<Entry> entries = new ArrayList<>();
    private int shortest = Integer.MAX_VALUE;
    private int longest;

    /// @param vocabulary numbers by word
    SimilarWords(Map<String, Integer> vocabulary) {
        vocabulary.forEach(this::add);
    }

    /// By how many letters a word may differ from one of the vocabulary.
    static int edits(int letters) {
        if (letters < LEAST_FOR_ONE) {
            return 0;
        }
        return letters < LEAST_FOR_TWO ? 1 : MOST_EDITS;
    }

    private void add(String word, int id) {
        int length = word.length();
        int parts = edits(length) + 1;
        if (parts == 1) {
            return;
        }
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
        long[] hashes = hashes(word);
        for (int part = 0; part < parts; part++) {
            long key = key(hashes, bound(length, parts, part), bound(length, parts, part + 1), length, part);
            entries.add(new Entry(word, id, first.get(key)));
            first.put(key, entries.size() - 1);
        }
    }

    /// Words that differ by at least one letter, each once.
    List<Similar> find(String word) {
        int length = word.length();
        if (length < shortest - MOST_EDITS || length > longest + MOST_EDITS) {
            return List.of();
        }
        Map<Integer, Integer> found = new TreeMap<>();
        long[] hashes = hashes(word);
        for (int other = Math.max(shortest, length - MOST_EDITS); other <= length + MOST_EDITS; other++) {
            if (Math.abs(other - length) <= edits(other)) {
                find(word, hashes, other, found);
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Similar(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Among the words of a length.
    private void find(String word, long[] hashes, int length, Map<Integer, Integer> found) {
        int edits = edits(length);
        int shift = word.length() - length;
        for (int part = 0; part <= edits; part++) {
            int from = bound(length, edits + 1, part);
            int size = bound(length, edits + 1, part + 1) - from;
            int least = Math.max(0, Math.max(from - part, from + shift - (edits - part)));
            int most = Math.min(word.length() - size, Math.min(from + part, from + shift + edits - part));
            for (int at = least; at <= most; at++) {
                int entry = first.get(key(hashes, at, at + size, length, part));
                while (entry != LongIntMap.NONE) {
                    compare(word, entries.get(entry), edits, found);
                    entry = entries.get(entry).next();
                }
            }
        }
    }

    private static void compare(String word, Entry entry, int most, Map<Integer, Integer> found) {
        if (word.charAt(0) == entry.word().charAt(0) && !found.containsKey(entry.id())) {
            int distance = distance(word, entry.word(), most);
            if (distance > 0 && distance <= most) {
                found.put(entry.id(), distance);
            }
        }
    }

    private static int bound(int length, int parts, int part) {
        return length * part / parts;
    }

    /// Of each beginning of a word, so that the hash of any piece is a subtraction away.
    private static long[] hashes(String word) {
        long[] hashes = new long[word.length() + 1];
        for (int i = 0; i < word.length(); i++) {
            hashes[i + 1] = hashes[i] * BASE + word.charAt(i) + 1;
        }
        return hashes;
    }

    /// Different pieces may share a key; the words are compared in any case.
    private static long key(long[] hashes, int from, int to, int length, int part) {
        long power = 1;
        for (int i = from; i < to; i++) {
            power *= BASE;
        }
        return ((hashes[to] - hashes[from] * power) * BASE + length) * BASE + part;
    }

    /// Letters to replace, insert or take away (Levenshtein); more than `most` when there are more.
    static int distance(String a, String b, int most) {
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > most) {
                return most + 1;
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[b.length()];
    }
}
