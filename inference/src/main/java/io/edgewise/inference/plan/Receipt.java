// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.document.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which candidate runs a bundle on this board, and what came of trying each. Immutable.
///
/// @param bundle name and version
/// @param library version of TensorFlow Lite
/// @param wanted what was configured
/// @param chosen the candidate that runs
/// @param goldenTests how many golden tests it passed
/// @param trials in the order in which they were made
/// @param took all trials together
public record Receipt(
        String bundle,
        String library,
        List<String> wanted,
        String chosen,
        int goldenTests,
        List<Trial> trials,
        Duration took) {
    public Receipt {
        wanted = List.copyOf(wanted);
        trials = List.copyOf(trials);
        if (correct(trials, chosen).isEmpty()) {
            throw new IllegalArgumentException("\"" + chosen + "\" was chosen and is not among the correct trials");
        }
    }

    private static List<Trial.Correct> correct(List<Trial> trials, String name) {
        return trials.stream()
                .filter(trial -> trial.candidate().equals(name))
                .filter(Trial.Correct.class::isInstance)
                .map(Trial.Correct.class::cast)
                .toList();
    }

    /// The trial of what was chosen.
    public Trial.Correct running() {
        return correct(trials, chosen).getFirst();
    }

    /// How many tokens short messages may share in a pass of a candidate that is correct; 0 when each has its own.
    public int packTokens(String candidate) {
        return correct(trials, candidate).getFirst().packTokens();
    }

    /// The candidates that can't be used.
    public List<Trial.Refused> refused() {
        return trials.stream()
                .filter(Trial.Refused.class::isInstance)
                .map(Trial.Refused.class::cast)
                .toList();
    }

    /// Whether the board does with less than was wanted: `auto` had to fall back, or what runs is on nobody's list.
    public boolean isSecondChoice() {
        return wanted.equals(List.of(Candidates.AUTO)) ? !refused().isEmpty() : !wanted.contains(chosen);
    }

    /// One line for people, as `xnnpack runs 57 of 59 nodes (left over: GATHER 2), 0.12 ms a pass; refused: cpu
    /// (not-built)`; with several delegates `npu 3 + xnnpack 54 of 59 nodes`.
    public String sentence() {
        Trial.Correct running = running();
        String leftOver = running.leftOver().stream()
                .map(left -> left.operator() + " " + left.nodes())
                .collect(Collectors.joining(", "));
        String nodes = running.delegates().isEmpty()
                ? "all " + running.nodes() + " nodes"
                : running.shares() + " of " + running.nodes() + " nodes"
                        + (leftOver.isEmpty() ? "" : " (left over: " + leftOver + ")");
        String refused = refused().stream()
                .map(trial -> trial.candidate() + " (" + Choice.name(trial.reason()) + ")")
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%s runs %s, %.2f ms a pass", chosen, nodes, millis(running.invoke()))
                + (refused.isEmpty() ? "" : "; refused: " + refused);
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
