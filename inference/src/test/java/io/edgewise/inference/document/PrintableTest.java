// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrintableTest {
    private static final long SEED = 20_261_122;

    @Test
    void controlCharactersAreShownAsPictures() {
        assertThat(Printable.line("nul \u0000 bell \u0007 escape \u001B[31m delete \u007F csi \u009B31m"))
                .isEqualTo("nul ␀ bell ␇ escape ␛[31m delete ␡ csi ␡31m");
    }

    @Test
    void whiteSpaceStaysOnTheLine() {
        assertThat(Printable.line("a\tb\nc\rd")).isEqualTo("a b c d");
    }

    @Test
    void whatTurnsOrBreaksTheLineIsReplaced() {
        assertThat(Printable.line("a\u202Eb\u2066c\u200Fd\u2028e\u2029f\uFEFFg"))
                .isEqualTo("a�b�c�d�e�f�g");
        assertThat(Printable.line("half \uD83D and \uDD25")).isEqualTo("half � and �");
    }

    @Test
    void joinedEmojiAndOtherScriptsStayAsTheyAre() {
        String text = "👩‍🔧 می‌خواهم 東京 é e\u0301 🇳🇱";

        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @Test
    void noControlCharacterSurvivesWhateverTheTextIs() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
            }
            assertThat(Printable.line(text.toString()).codePoints())
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        }
    }

    @Test
    void severalLinesStaySeveral() {
        assertThat(Printable.lines("one\n  two \u009B31m\nthree")).isEqualTo("one\n  two ␡31m\nthree");
    }
}
