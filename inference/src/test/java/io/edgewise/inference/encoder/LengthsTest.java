// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import org.junit.jupiter.api.Test;

class LengthsTest {
    @Test
    void anyLengthIsTakenAsItIs() {
        assertThat(Lengths.ANY.fit(17)).isEqualTo(17);
        assertThat(Lengths.ANY.isAny()).isTrue();
    }

    @Test
    void bucketsArePowersOfTwoUpToTheLargest() {
        assertThat(Lengths.buckets(256).allowed()).containsExactly(16, 32, 64, 128, 256);
        assertThat(Lengths.buckets(100).allowed()).containsExactly(16, 32, 64, 100);
        assertThat(Lengths.buckets(8).allowed()).containsExactly(8);
    }

    @Test
    void theSmallestBucketThatHoldsThePassIsTaken() {
        Lengths lengths = Lengths.buckets(64);

        assertThat(lengths.fit(2)).isEqualTo(16);
        assertThat(lengths.fit(16)).isEqualTo(16);
        assertThat(lengths.fit(17)).isEqualTo(32);
        assertThat(lengths.fit(64)).isEqualTo(64);
        assertThatThrownBy(() -> lengths.fit(65))
                .isInstanceOf(InferenceException.class)
                .hasMessage("a pass of 65 tokens is too long: the graph is built for [16, 32, 64]");
    }
}
