// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class EncodingTest {

    /// "pumps leak": two words of two pieces and one, in arrays with room for a fourth piece.
    private final Encoding encoding = new Encoding(
            3,
            new int[] {7, 8, 9, 0},
            new int[] {0, 4, 6, 0},
            new int[] {4, 5, 10, 0},
            new int[] {0, 0, 1, 0},
            SpecialPieces.NONE);

    @Test
    void takesWhatAnotherTokenizerHasCut() {
        int[] ids = {7, 8, 9};
        Encoding other = Encoding.of(
                ids, new int[] {0, 4, 6}, new int[] {4, 5, 10}, new int[] {0, 0, 1}, new SpecialPieces(1, 2));
        ids[0] = 0;

        assertThat(other.size()).isEqualTo(3);
        assertThat(other.id(0)).isEqualTo(7);
        assertThat(other.end(2)).isEqualTo(10);
        assertThat(other.startsWord(1)).isFalse();
        assertThat(other.special().count()).isEqualTo(2);
    }

    @Test
    void refusesPiecesThatAreNotInOrder() {
        int[] two = {0, 1};
        assertThatThrownBy(() -> Encoding.of(two, two, two, new int[1], SpecialPieces.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 ids, 2 starts, 2 ends and 1 words: there must be one of each for each piece");
        assertThatThrownBy(() -> Encoding.of(two, new int[] {1, 0}, new int[] {1, 1}, two, SpecialPieces.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("piece 1 has id 1, place 0 to 1 and word 1: ");
        assertThatThrownBy(() -> Encoding.of(new int[] {0, -1}, two, two, two, SpecialPieces.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("piece 1 has id -1");
    }

    @Test
    void givesEachPieceItsIdPlaceAndWord() {
        assertThat(encoding.size()).isEqualTo(3);
        assertThat(encoding.id(1)).isEqualTo(8);
        assertThat(encoding.start(1)).isEqualTo(4);
        assertThat(encoding.end(1)).isEqualTo(5);
        assertThat(encoding.word(1)).isZero();
        assertThat(encoding.word(2)).isOne();
    }

    @Test
    void tellsWhichPieceOpensAWord() {
        assertThat(encoding.startsWord(0)).isTrue();
        assertThat(encoding.startsWord(1)).isFalse();
        assertThat(encoding.startsWord(2)).isTrue();
    }

    @Test
    void copiesIdsIntoALargerInput() {
        int[] input = new int[4];
        encoding.copyIds(1, 3, input, 1);
        assertThat(input).containsExactly(0, 8, 9, 0);
    }

    @Test
    void copiesNoIdsOutsideOfEither() {
        int[] input = new int[4];
        assertThatThrownBy(() -> encoding.copyIds(1, 4, input, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.copyIds(-1, 1, input, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.copyIds(0, 3, input, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void hasNoPieceOutsideOfItsSize() {
        assertThatThrownBy(() -> encoding.id(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.start(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.end(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.word(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoding.startsWord(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
