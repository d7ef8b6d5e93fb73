// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What several short texts in one pass gain over one after the other. Immutable.
///
/// @param limit most tokens of a pass of several texts; 1 stands for one text a pass
/// @param passes into how many passes the texts went
/// @param textsPerSecond by the median round
/// @param gain how much faster than one after the other, by the median of the rounds
public record PackingTimes(int limit, int passes, double textsPerSecond, double gain) {
    private static final int ALONE = 1;
    private static final List<Integer> LIMITS = List.of(32, 48, 64, 96, 128);

    private record Setup(int limit, List<List<Window>> packs, Times times, List<Double> roundMillis) {
        Setup(int limit, List<Window> texts) {
            this(limit, PackingTimes.packs(texts, limit), new Times(), new ArrayList<>());
        }
    }

    /// @param packTokens the bundle's own limit, measured with the others; 0 when each text needs a pass of its own
    static List<PackingTimes> measure(
            Encoder encoder, List<Window> texts, int packTokens, Set<String> outputs, Rounds rounds) {
        Stream<Integer> packed = packTokens == 0 ? Stream.of() : Stream.concat(Stream.of(packTokens), LIMITS.stream());
        List<Setup> setups = Stream.concat(Stream.of(ALONE), packed.distinct().sorted())
                .map(limit -> new Setup(limit, texts))
                .toList();
        rounds.run(setups, setup -> round(encoder, setup, outputs));
        List<Double> alone = setups.getFirst().roundMillis();
        return setups.stream().map(setup -> result(setup, alone, texts.size())).toList();
    }

    private static void round(Encoder encoder, Setup setup, Set<String> outputs) {
        long start = System.nanoTime();
        setup.packs().forEach(pack -> encoder.run(pack, outputs));
        long nanos = System.nanoTime() - start;
        setup.times().add(nanos);
        setup.roundMillis().add(nanos / 1e6);
    }

    private static PackingTimes result(Setup setup, List<Double> alone, int texts) {
        List<Double> gains = new ArrayList<>();
        for (int round = 0; round < alone.size(); round++) {
            gains.add(alone.get(round) / setup.roundMillis().get(round));
        }
        double perSecond = texts / setup.times().medianMillis() * 1_000;
        return new PackingTimes(setup.limit(), setup.packs().size(), perSecond, Times.median(gains));
    }

    /// First come, first served, as a lane does it with what waits.
    static List<List<Window>> packs(List<Window> texts, int limit) {
        List<List<Window>> packs = new ArrayList<>();
        int tokens = 0;
        for (Window text : texts) {
            if (packs.isEmpty() || tokens + text.tokens() > limit) {
                packs.add(new ArrayList<>());
                tokens = 0;
            }
            packs.getLast().add(text);
            tokens += text.tokens();
        }
        return packs;
    }
}
