// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How long a pass takes, by the length of the text. Immutable.
///
/// @param tokens length, with the two special ones
/// @param passes passes with the length of the pass before
/// @param resized passes with another length than the one before: memory is laid out anew
public record LengthTimes(int tokens, Times passes, Times resized) {
    /// As long as a round measures a length, if a few passes take no longer.
    private static final long ROUND_NANOS = 20_000_000;

    private static final int LEAST_PASSES = 3;

    /// Tokens in a second, by the median.
    public double tokensPerSecond() {
        return tokens / passes.medianMillis() * 1_000;
    }

    static List<LengthTimes> measure(Encoder encoder, BenchTexts texts, Set<String> outputs, Rounds rounds) {
        List<LengthTimes> times = new ArrayList<>();
        texts.lengths().forEach(tokens -> times.add(new LengthTimes(tokens, new Times(), new Times())));
        rounds.run(times, length -> length.round(encoder, texts.ofLength(length.tokens()), outputs));
        return times;
    }

    private void round(Encoder encoder, Window window, Set<String> outputs) {
        List<Window> text = List.of(window);
        long begin = System.nanoTime();
        encoder.run(text, outputs);
        resized.add(System.nanoTime() - begin);
        for (int pass = 0; pass < LEAST_PASSES || System.nanoTime() - begin < ROUND_NANOS; pass++) {
            long start = System.nanoTime();
            encoder.run(text, outputs);
            passes.add(System.nanoTime() - start);
        }
    }
}
