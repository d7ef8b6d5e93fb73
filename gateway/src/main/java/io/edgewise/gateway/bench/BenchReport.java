// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.tflite.Profile;
import java.util.List;

/// What was measured of a bundle. Immutable.
///
/// @param bundle as `moderation@1.0.0`
/// @param board what it was measured on
/// @param load how many threads of all programs wanted a core in the minute before; negative when it is unknown
/// @param rounds how often each thing was measured
/// @param lengths by the length of the text
/// @param packing what several short texts in a pass gain, the first being one text a pass
/// @param packTokens the bundle's own limit
/// @param shortTexts what packing was measured with
/// @param parallel what threads give, the first being one alone
/// @param tokens the length for what follows and for threads
/// @param allocatedBytes on the Java heap for one pass
/// @param build what an interpreter costs
/// @param profiledPasses passes in the profile
/// @param profile what each operator and kernel took, a little slowed down by being measured
public record BenchReport(
        String bundle,
        String board,
        double load,
        int rounds,
        List<LengthTimes> lengths,
        List<PackingTimes> packing,
        int packTokens,
        ShortTexts shortTexts,
        List<ParallelTimes> parallel,
        int tokens,
        long allocatedBytes,
        BuildCost build,
        int profiledPasses,
        Profile profile) {
    public BenchReport {
        lengths = List.copyOf(lengths);
        packing = List.copyOf(packing);
        parallel = List.copyOf(parallel);
    }

    /// The texts of the comparison of packing.
    ///
    /// @param count how many
    /// @param meanTokens how long they are
    public record ShortTexts(int count, double meanTokens) {}
}
