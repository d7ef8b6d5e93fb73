// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where the time of passes went. Immutable; each list has the longest first.
///
/// @param operators nodes of the graph by operator; what a delegate took is one node with the delegate's name,
/// unless the delegate reports kernels in place of it
/// @param kernels what runs inside of XNNPACK, in whole microseconds as XNNPACK counts them
public record Profile(List<Entry> operators, List<Entry> kernels) {
    /// By total time.
    public static final Comparator<Entry> LONGEST_FIRST =
            Comparator.comparing(Entry::total).reversed().thenComparing(Entry::name);

    public Profile {
        operators = operators.stream().sorted(LONGEST_FIRST).toList();
        kernels = kernels.stream().sorted(LONGEST_FIRST).toList();
    }

    /// One operator or kernel.
    ///
    /// @param count how often it ran
    /// @param total the time of all runs
    public record Entry(String name, long count, Duration total) {
        /// As `    1234 us     36 x  Fully Connected (NC, F32) GEMM`.
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%8d us %6d x  %s", total.toNanos() / 1_000, count, name);
        }
    }

    /// The time of all operators and kernels.
    public Duration total() {
        return Stream.concat(operators.stream(), kernels.stream())
                .map(Entry::total)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// For people: a line for each operator, then for each kernel.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        operators.forEach(entry -> text.append(entry).append('\n'));
        kernels.forEach(entry -> text.append("  ").append(entry).append('\n'));
        return text.toString();
    }
}
