// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BioDecoderTest {
    @ParameterizedTest
    @CsvSource({"1, 6", "3, 6", "5, 5", "7, 4"})
    void thePathIsTheLikeliestOfAllLegalOnes(int labels, int mostWords) {
        // Given
        Random random = new Random(labels);
        BioDecoder decoder = new BioDecoder(labels);
        for (int repeat = 0; repeat < 200; repeat++) {
            int words = random.nextInt(mostWords + 1);
            int before = random.nextInt(labels);
            double[] probabilities =
                    random.doubles((long) words * labels, -6, 0).toArray();

            // When
            int[] path = decoder.decode(probabilities, words, before);

            // Then
            assertThat(path).hasSize(words);
            assertThat(isLegal(path, before))
                    .as("%s after %d", Arrays.toString(path), before)
                    .isTrue();
            assertThat(score(path, probabilities, labels))
                    .isCloseTo(bestScore(new int[words], 0, probabilities, labels, before), within(1e-9));
        }
    }

    /// All paths, one after the other.
    private static double bestScore(int[] path, int word, double[] probabilities, int labels, int before) {
        if (word == path.length) {
            return isLegal(path, before) ? score(path, probabilities, labels) : Double.NEGATIVE_INFINITY;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < labels; label++) {
            path[word] = label;
            best = Math.max(best, bestScore(path, word + 1, probabilities, labels, before));
        }
        return best;
    }

    private static double score(int[] path, double[] probabilities, int labels) {
        double sum = 0;
        for (int word = 0; word < path.length; word++) {
            sum += probabilities[word * labels + path[word]];
        }
        return sum;
    }

    private static boolean isLegal(int[] path, int before) {
        int previous = before;
        for (int label : path) {
            boolean inside = label > 0 && label % 2 == 0;
            if (inside && previous != label && previous != label - 1) {
                return false;
            }
            previous = label;
        }
        return true;
    }

    @Test
    void aSpanGoesOnFromTheStretchBefore() {
        BioDecoder decoder = new BioDecoder(5);
        double[] insideA = {-5, -5, 0, -5, -5};

        assertThat(decoder.decode(insideA, 1, 1)).containsExactly(2);
        assertThat(decoder.decode(insideA, 1, 2)).containsExactly(2);
        assertThat(decoder.decode(insideA, 1, 3)).containsExactly(0);
        assertThat(decoder.decode(insideA, 1, BioDecoder.OUTSIDE)).containsExactly(0);
    }

    @Test
    void anInsideWithoutItsBeginningMakesTheBeginningLikelier() {
        // Two words: O slightly before B, then I far before O.
        double[] probabilities = {-0.6, -0.8, -9, -3, -9, -0.1};

        assertThat(new BioDecoder(3).decode(probabilities, 2, BioDecoder.OUTSIDE))
                .containsExactly(1, 2);
    }

    @Test
    void theDecoderMayBeUsedForALongStretchAndThenForAShortOne() {
        BioDecoder decoder = new BioDecoder(3);
        double[] longStretch = new double[300];
        Arrays.fill(longStretch, -1);

        assertThat(decoder.decode(longStretch, 100, 0)).hasSize(100);
        assertThat(decoder.decode(new double[] {-3, -0.1, -3}, 1, 0)).containsExactly(1);
        assertThat(decoder.decode(new double[0], 0, 0)).isEmpty();
    }

    @Test
    void aLabelOfNoProbabilityIsNeverTaken() {
        double never = Double.NEGATIVE_INFINITY;

        assertThat(new BioDecoder(3).decode(new double[] {never, -1, never, never, never, -1}, 2, 0))
                .containsExactly(1, 2);
    }

    @Test
    void oddLabelsBeginAndEvenOnesGoOn() {
        assertThat(BioDecoder.isBegin(1)).isTrue();
        assertThat(BioDecoder.isInside(2)).isTrue();
        assertThat(BioDecoder.isBegin(BioDecoder.OUTSIDE) || BioDecoder.isInside(BioDecoder.OUTSIDE))
                .isFalse();
    }
}
