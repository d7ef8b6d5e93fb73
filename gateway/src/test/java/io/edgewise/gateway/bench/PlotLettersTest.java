// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class PlotLettersTest {
    private final PlotLetters letters = PlotLetters.load();

    private Rectangle2D bounds(String text) {
        return letters.text(text, 100).getBounds2D();
    }

    @Test
    void everythingThatAKeyboardHasCanBeWritten() {
        Rectangle2D unknown = bounds("?");
        for (char c = '!'; c <= '~'; c++) {
            String letter = String.valueOf(c);
            assertThat(bounds(letter).isEmpty()).as(letter).isFalse();
            assertThat(letters.width(letter, 100)).as(letter).isBetween(15.0, 100.0);
            if (c != '?') {
                assertThat(bounds(letter)).as(letter).isNotEqualTo(unknown);
            }
        }
    }

    @Test
    void whatThereIsNoLetterForIsAQuestionMark() {
        assertThat(bounds("語")).isEqualTo(bounds("?"));
        assertThat(bounds("×")).isNotEqualTo(bounds("?"));
    }

    @Test
    void aTextStandsOnItsLineAndLettersFollowEachOther() {
        Rectangle2D capital = bounds("H");
        assertThat(capital.getMaxY()).isZero();
        assertThat(capital.getMinY()).isBetween(-80.0, -65.0);
        assertThat(bounds("p").getMaxY()).isPositive();

        assertThat(letters.width("HH", 100)).isEqualTo(2 * letters.width("H", 100));
        assertThat(bounds("HH").getWidth()).isGreaterThan(1.8 * capital.getWidth());
        assertThat(letters.width("H H", 100)).isGreaterThan(letters.width("HH", 100));
    }

    @Test
    void twiceTheSizeIsTwiceAsLarge() {
        assertThat(letters.width("16 ms", 200)).isEqualTo(2 * letters.width("16 ms", 100));
        assertThat(letters.text("8", 200).getBounds2D().getHeight())
                .isEqualTo(2 * bounds("8").getHeight());
    }
}
