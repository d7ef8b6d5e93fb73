// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionScoresTest {
    /// After token 0 comes 1, after 1 comes 2, and so on.
    private static void counting(int[] ids, Decoder.Reading reading) {
        float[] logits = new float[5];
        for (int row = 0; row < ids.length; row++) {
            Arrays.fill(logits, 0);
            logits[ids[row] + 1] = 9;
            reading.read(row, logits);
        }
    }

    @Test
    void theLikeliestAsAWholeIsTakenThoughItBeginsWithALessLikelyToken() {
        OptionScores scores = new OptionScores(
                List.of(new int[] {3, 1, 1}, new int[] {1, 2, 3}, new int[] {4}), new float[] {0, 1, 0, 2, -9});
        List<Integer> read = new ArrayList<>();

        while (!scores.isDecided()) {
            scores.look((ids, reading) -> {
                read.add(ids.length);
                counting(ids, reading);
            });
        }

        assertThat(scores.best()).containsExactly(1, 2, 3);
        assertThat(read).as("the last token of each is not read, nor one alone").containsExactly(2, 2);
    }

    @Test
    void whatHasOneTokenEachIsDecidedAtOnce() {
        OptionScores scores = new OptionScores(List.of(new int[] {0}, new int[] {1}), new float[] {1, 2});

        assertThat(scores.isDecided()).isTrue();
        assertThat(scores.best()).containsExactly(1);
    }
}
