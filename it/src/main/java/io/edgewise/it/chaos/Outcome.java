// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What came of one scenario. Immutable.
///
/// @param accepted messages whose PUBACK the sender has
/// @param answered of them, with a result
/// @param lost of them, with neither result nor dead letter
/// @param duplicated with more than one result
/// @param deadLetters how many by reason
/// @param outOfOrder whose first result came after that of a later message of the same terminal
/// @param brokenOff streams of parts that ended in the middle and were begun anew
/// @param problems what must not happen beside a loss, one sentence each
record Outcome(
        String scenario,
        int accepted,
        int answered,
        int lost,
        int duplicated,
        Map<String, Integer> deadLetters,
        int outOfOrder,
        int brokenOff,
        double seconds,
        List<String> problems) {
    private static final String ROW = "%-15s %9s %9s %6s %11s %13s %8s  %s%n";

    static String header() {
        return String.format(
                Locale.ROOT,
                ROW,
                "scenario",
                "accepted",
                "answered",
                "lost",
                "duplicated",
                "out of order",
                "seconds",
                "dead letters");
    }

    /// Whether the promise was kept.
    boolean isKept() {
        return lost == 0 && problems.isEmpty();
    }

    /// One line, and one more for each problem.
    @Override
    public String toString() {
        String row = String.format(
                Locale.ROOT,
                ROW,
                scenario,
                accepted,
                answered,
                lost,
                duplicated,
                outOfOrder,
                String.format(Locale.ROOT, "%.1f", seconds),
                (deadLetters.isEmpty() ? "0" : deadLetters)
                        + (brokenOff > 0 ? ", streams broken off: " + brokenOff : ""));
        return row + String.join("", problems.stream().map(p -> "  " + p + "\n").toList());
    }

    /// How many messages were answered for the first time after a later one of the same terminal.
    ///
    /// @param arrivals numbers of results as they came, repetitions too
    static int outOfOrder(Collection<Integer> arrivals, Terminals terminals) {
        int[] latest = new int[Terminals.COUNT];
        Set<Integer> seen = new HashSet<>();
        int late = 0;
        for (int number : arrivals) {
            int terminal = terminals.terminal(number);
            if (seen.add(number)) {
                late += number < latest[terminal] ? 1 : 0;
                latest[terminal] = Math.max(latest[terminal], number);
            }
        }
        return late;
    }
}
