// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PassTest {
    /// Two messages of two and three tokens, a sequence head of two labels and a token head of three.
    private final Pass pass = new Pass(
            Map.of(
                    "sequence", new float[] {1, 2, 3, 4},
                    "token", new float[] {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42}),
            new int[] {0, 2});

    @Test
    void aSequenceHeadHasARowForEachMessage() {
        assertThat(pass.sequence("sequence", 0, 2, 1)).isEqualTo(2);
        assertThat(pass.sequence("sequence", 1, 2, 0)).isEqualTo(3);
    }

    @Test
    void aTokenHeadHasARowForEachTokenOfEachMessage() {
        assertThat(pass.token("token", 0, 1, 3, 2)).isEqualTo(12);
        assertThat(pass.token("token", 1, 0, 3, 0)).isEqualTo(20);
        assertThat(pass.token("token", 1, 2, 3, 1)).isEqualTo(41);
    }

    @Test
    void anOutputThatNobodyAskedForIsNamed() {
        assertThatThrownBy(() -> pass.sequence("intent", 0, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("output \"intent\" was not asked for (have: [");
    }

    @Test
    void passesAreAsAlikeAsTheirMostDifferentOutput() {
        Pass same = new Pass(Map.of("a", new float[] {1, 2}, "b", new float[] {3, 4}), new int[] {0});
        Pass other = new Pass(Map.of("a", new float[] {2, 4}, "b", new float[] {4, -3}), new int[] {0});

        assertThat(same.cosine(same)).isCloseTo(1, within(1e-9));
        assertThat(same.cosine(other)).isCloseTo(0, within(1e-9));
    }

    @Test
    void logitsThatAreNoNumbersAreLikeNothing() {
        Pass right = new Pass(Map.of("a", new float[] {1, 2}), new int[] {0});
        Pass broken = new Pass(Map.of("a", new float[] {1, Float.NaN}), new int[] {0});
        Pass silent = new Pass(Map.of("a", new float[] {0, 0}), new int[] {0});

        assertThat(right.cosine(broken)).isNaN();
        assertThat(right.cosine(silent)).isZero();
        assertThat(silent.cosine(silent)).isEqualTo(1);
    }

    @Test
    void outputsOfOneNumberHaveNoDirectionToCompare() {
        Pass low = new Pass(Map.of("spam", new float[] {-0.01f}), new int[] {0});
        Pass high = new Pass(Map.of("spam", new float[] {0.01f}), new int[] {0});
        Pass none = new Pass(Map.of("spam", new float[] {Float.NaN}), new int[] {0});

        assertThat(low.cosine(high)).isEqualTo(1);
        assertThat(low.cosine(none)).isNaN();
    }

    @Test
    void theBestLabelOfATokenIsTheOneWithTheLargestLogit() {
        Pass pass = new Pass(Map.of("spans", new float[] {0, 0, 1, 3, 2, 2}), new int[] {1});

        assertThat(pass.bestLabel("spans", 0, 0, 2)).isEqualTo(1);
        assertThat(pass.bestLabel("spans", 0, 1, 2)).as("the first of equals").isZero();
    }
}
