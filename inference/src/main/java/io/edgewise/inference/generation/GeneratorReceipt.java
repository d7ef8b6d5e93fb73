// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.plan.LeftOver;
import io.edgewise.inference.plan.Trial.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a generator turned out to be on this board. Immutable.
///
/// @param bundle name and version
/// @param modelSha256 digest of the graph's file, 64 hexadecimal digits
/// @param library version of TensorFlow Lite
/// @param nodes what the delegates took
/// @param room what memory was taken for
/// @param golden how it did with the golden prompts
/// @param opened when it was ready
/// @param took building it and testing it
public record GeneratorReceipt(
        String bundle,
        String modelSha256,
        String library,
        Nodes nodes,
        Room room,
        Golden golden,
        Instant opened,
        Duration took) {
    /// The nodes of the graph.
    ///
    /// @param all how many there are
    /// @param delegates what each delegate took
    /// @param leftOver what none took
    public record Nodes(int all, List<Share> delegates, List<LeftOver> leftOver) {
        public Nodes {
            delegates = List.copyOf(delegates);
            leftOver = List.copyOf(leftOver);
        }

        private String sentence() {
            String taken = delegates.stream()
                    .map(share -> share.delegate() + " runs " + share.nodes())
                    .collect(Collectors.joining(", "));
            String left = leftOver.stream()
                    .map(one -> one.operator() + " " + one.nodes())
                    .collect(Collectors.joining(", "));
            return taken + " of " + all + " nodes" + (left.isEmpty() ? "" : " (left over: " + left + ")");
        }
    }

    /// What may be under way.
    ///
    /// @param context most tokens of a text with its answer
    /// @param texts at once
    /// @param threads of the graph
    /// @param modelBytes of the graph's file: its packed weights take about as much memory
    /// @param cacheBytes memory of the caches of all texts
    public record Room(int context, int texts, int threads, long modelBytes, long cacheBytes) {
        private String sentence() {
            return (cacheBytes >> 20) + " MB of cache for " + texts + (texts == 1 ? " text of " : " texts of ")
                    + context + " tokens";
        }
    }

    /// The golden prompts, which it passed.
    ///
    /// @param prompts how many
    /// @param divergence from the same weights in float32: mean Kullback-Leibler divergence in nats
    /// @param most what it may be at most
    public record Golden(int prompts, double divergence, double most) {
        private String sentence() {
            return String.format(Locale.ROOT, "%.4f nats from its golden prompts (at most %.2f)", divergence, most);
        }
    }

    /// One line for people, as `xnnpack runs 571 of 600 nodes (left over: GATHER 1), 0.0312 nats from its golden
    /// prompts (at most 0.25), 47 MB of cache for 1 text of 1024 tokens`.
    public String sentence() {
        return nodes.sentence() + ", " + golden.sentence() + ", " + room.sentence();
    }
}
