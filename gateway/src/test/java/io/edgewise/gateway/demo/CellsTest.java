// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
    private static final long SEED = 20_261_122;

    @ParameterizedTest
    @CsvSource({"abc, 3", "é, 1", "東京, 4", "한글, 4", "ＡＢ, 4", "￥, 2", "𠮷, 2", "🔥, 2", "✅, 2", "⚡, 2", "→, 1", "'', 0"})
    void wideCharactersTakeTwoCells(String text, int width) {
        assertThat(Cells.width(text)).isEqualTo(width);
    }

    @Test
    void combiningMarksAndJoinersTakeNone() {
        assertThat(Cells.width("e\u0301")).isEqualTo(1);
        assertThat(Cells.width("z\u0300\u0301\u0302")).isEqualTo(1);
        assertThat(Cells.width("\u200D")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcd…",
        "abcdef, 1, …",
        "東京都, 6, 東京都",
        "東京都, 5, 東京…",
        "東京都, 4, 東…",
        "🔥🔥, 3, 🔥…",
        "'', 3, ''"
    })
    void aTextIsCutWithAnEllipsis(String text, int width, String cut) {
        assertThat(Cells.cut(text, width)).isEqualTo(cut);
    }

    @Test
    void linesAreBrokenAtSpaces() {
        assertThat(Cells.wrap("one two three four", 9, 4)).containsExactly("one two", "three", "four");
        assertThat(Cells.wrap("short", 9, 4)).containsExactly("short");
        assertThat(Cells.wrap("", 9, 4)).containsExactly("");
    }

    @Test
    void aWordThatIsTooLongIsBroken() {
        assertThat(Cells.wrap("abcdefghij", 4, 4)).containsExactly("abcd", "efgh", "ij");
    }

    @Test
    void whatDoesNotFitIntoTheLinesIsCut() {
        assertThat(Cells.wrap("one two three four five", 5, 2)).containsExactly("one", "two …");
        assertThat(Cells.wrap("abcdef", 4, 1)).containsExactly("abc…");
    }

    @Test
    void aWideCharacterIsNeverHalved() {
        assertThat(Cells.wrap("abc🔥", 4, 3)).containsExactly("abc", "🔥");
        assertThat(Cells.wrap("🔥".repeat(5), 5, 3)).containsExactly("🔥🔥", "🔥🔥", "🔥");
    }

    @Test
    void noLineIsWiderThanAskedFor() {
        Random random = new Random(SEED);
        List<String> pieces = List.of("a", "bc", " ", "東", "🔥", "e\u0301", "\u0300", "𠮷", "…");
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            int width = 2 + random.nextInt(12);
            List<String> lines = Cells.wrap(text.toString(), width, 4);
            assertThat(lines).hasSizeBetween(1, 4).allMatch(line -> Cells.width(line) <= width);
            assertThat(String.join("", lines).codePoints())
                    .as("no half characters in %s", text)
                    .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }
}
