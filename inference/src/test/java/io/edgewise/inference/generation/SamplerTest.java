// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final float[] LOGITS = {0, 2, -1, 1, 2};

    @Test
    void greedyTakesTheBestAndOfEqualsTheFirst() {
        assertThat(new Sampler(Sampling.GREEDY).choose(LOGITS.clone(), null)).isEqualTo(1);
    }

    @Test
    void takesOnlyWhatIsAllowed() {
        BitSet allowed = BitSet.valueOf(new long[] {0b01101});
        assertThat(new Sampler(Sampling.GREEDY).choose(LOGITS.clone(), allowed.toLongArray()))
                .isEqualTo(3);
    }

    @Test
    void forbidsTokensBehindTheLastBitThatIsSet() {
        float[] logits = new float[200];
        logits[150] = 5;
        logits[70] = 1;
        BitSet allowed = new BitSet();
        allowed.set(3);
        allowed.set(70);
        assertThat(new Sampler(Sampling.GREEDY).choose(logits, allowed.toLongArray()))
                .isEqualTo(70);
    }

    @Test
    void punishesTokensThatWereWritten() {
        Sampler sampler = new Sampler(new Sampling(0, 0, 1, 3, 0));
        sampler.saw(1);
        sampler.saw(4);
        assertThat(sampler.choose(LOGITS.clone(), null)).isEqualTo(3);
    }

    @Test
    void drawsAsOftenAsTheProbabilitiesSay() {
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        Sampler sampler = new Sampler(new Sampling(1, 0, 1, 1, 7));
        int[] counts = drawn(sampler, logits, 20_000);
        assertThat(counts[0] / 20_000.0).isCloseTo(0.5, within(0.02));
        assertThat(counts[2] / 20_000.0).isCloseTo(0.2, within(0.02));
    }

    @Test
    void topKLeavesTheOthersOut() {
        Sampler sampler = new Sampler(new Sampling(5, 2, 1, 1, 7));
        int[] counts = drawn(sampler, new float[] {1, 3, 2, 0}, 1000);
        assertThat(counts[0] + counts[3]).isZero();
        assertThat(counts[1]).isPositive();
        assertThat(counts[2]).isPositive();
    }

    @Test
    void topPKeepsTheBestThatTogetherAreLikelyEnough() {
        float[] logits = {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};
        int[] counts = drawn(new Sampler(new Sampling(1, 0, 0.7, 1, 3)), logits, 1000);
        assertThat(counts[2]).isZero();
        assertThat(counts[1]).isPositive();
        assertThat(drawn(new Sampler(new Sampling(1, 0, 0.5, 1, 3)), logits, 100)[0])
                .isEqualTo(100);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        float[] logits = {1, 1.1f, 0.9f, 1};
        Sampling sampling = new Sampling(1, 0, 1, 1, 42);
        assertThat(sequence(new Sampler(sampling), logits)).isEqualTo(sequence(new Sampler(sampling), logits));
        assertThat(sequence(new Sampler(sampling), logits))
                .isNotEqualTo(sequence(new Sampler(new Sampling(1, 0, 1, 1, 43)), logits));
    }

    @Test
    void saysWhichNumberMakesNoSense() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1, 1, 0)).hasMessageContaining("temperature is -1.0");
        assertThatThrownBy(() -> new Sampling(0, 0, 0, 1, 0)).hasMessageContaining("top-p is 0.0");
        assertThatThrownBy(() -> new Sampling(0, 0, 1, Double.NaN, 0)).hasMessageContaining("repetition-penalty");
    }

    private static int[] drawn(Sampler sampler, float[] logits, int times) {
        int[] counts = new int[logits.length];
        for (int i = 0; i < times; i++) {
            counts[sampler.choose(logits.clone(), null)]++;
        }
        return counts;
    }

    private static int[] sequence(Sampler sampler, float[] logits) {
        return IntStream.range(0, 50)
                .map(i -> sampler.choose(logits.clone(), null))
                .toArray();
    }
}
