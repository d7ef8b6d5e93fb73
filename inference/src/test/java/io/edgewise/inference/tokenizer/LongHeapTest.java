// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LongHeapTest {

    @Test
    void theSmallestComesOutFirstHoweverManyThereAre() {
        for (int count = 1; count < 300; count++) {
            long[] values = new SplittableRandom(count).longs(count, 0, 50).toArray();
            var heap = new LongHeap();
            Arrays.stream(values).forEach(heap::push);
            Arrays.sort(values);
            for (long expected : values) {
                assertThat(heap.isEmpty()).isFalse();
                assertThat(heap.pop()).isEqualTo(expected);
            }
            assertThat(heap.isEmpty()).isTrue();
        }
    }
}
