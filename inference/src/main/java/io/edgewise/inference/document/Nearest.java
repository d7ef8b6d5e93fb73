// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the known name that a mistyped one was probably meant to be.
public final class Nearest {
    private Nearest() {}

    /// The nearest candidate, when it is near enough to be worth suggesting: a third of its letters may differ.
    public static Optional<String> to(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(c -> distance(typed, c) <= Math.max(1, c.length() / 3))
                .min(Comparator.comparingInt((String c) -> distance(typed, c)).thenComparing(c -> c));
    }

    /// As `did you mean "insult"? (have: toxic, insult)`, or only what there is.
    public static String hint(String typed, Collection<String> candidates) {
        String have = candidates.isEmpty() ? "(there are none)" : "(have: " + String.join(", ", candidates) + ")";
        return to(typed, candidates)
                .map(name -> "did you mean \"" + name + "\"? " + have)
                .orElse(have);
    }

    /// Optimal string alignment: letters inserted, removed, changed, and neighbours swapped, as fingers do.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
