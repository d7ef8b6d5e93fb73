// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/// The table itself is compared with the reference in `WordPieceParityIT`. Here is how it differs from the JDK, whose
/// Unicode is newer than most of it: these are the figures in the table's documentation, and the lists behind them.
final class UnicodeTableTest {

    private final UnicodeTable table = UnicodeTable.ofReference();

    @Test
    void knowsTheClassesThatOrderMarks() {
        assertThat(table.combiningClass(0x301)).isEqualTo(230);
        assertThat(table.combiningClass(0x323)).isEqualTo(220);
        assertThat(table.combiningClass(0x345)).isEqualTo(240);
        assertThat(table.flags('a') & UnicodeTable.REORDERS).isZero();
    }

    @Test
    void lowersEverySecondCharacterOfARange() {
        assertThat(table.flags(0x100) & UnicodeTable.UPPER).isNotZero();
        assertThat(table.flags(0x101) & UnicodeTable.UPPER).isZero();
        assertThat(table.lower(0x12E)).isEqualTo(0x12F);
        assertThat(table.lower(0x1E9E)).isEqualTo(0xDF);
        assertThat(table.lower(0x10400)).isEqualTo(0x10428);
    }

    @Test
    void decomposesFully() {
        int[] into = new int[UnicodeTable.MAX_DECOMPOSITION];
        assertThat(table.decompose(0x1F82, into)).isEqualTo(4);
        assertThat(into).containsExactly(0x3B1, 0x313, 0x300, 0x345);
    }

    @Test
    @EnabledOnJre(value = JRE.JAVA_25, disabledReason = "the differences are those to Unicode 16.0")
    void keepsMarksAndSplitsAtPunctuationAsOfUnicode8() {
        BitSet marks = differences(
                UnicodeTable.NONSPACING,
                character -> Character.getType(character) == Character.NON_SPACING_MARK
                        // These become other marks before the table is asked.
                        && (table.flags(character) & UnicodeTable.DECOMPOSES) == 0);
        assertThat(only(marks, UnicodeTable.NONSPACING)).isEqualTo(2);
        assertThat(marks.cardinality()).isEqualTo(2 + 455);
        assertThat(marks.get(0x8D4)).as("Unicode 9.0").isTrue();
        assertThat(marks.nextSetBit(0)).as("the first one, of Unicode 11.0").isEqualTo(0x7FD);

        BitSet punctuation = differences(UnicodeTable.PUNCTUATION, UnicodeTableTest::isPunctuation);
        assertThat(only(punctuation, UnicodeTable.PUNCTUATION)).isEqualTo(2);
        assertThat(punctuation.cardinality()).isEqualTo(2 + 140);
        assertThat(punctuation.nextSetBit(0))
                .as("the first one, of Unicode 14.0")
                .isEqualTo(0x61D);
    }

    @Test
    @EnabledOnJre(value = JRE.JAVA_25, disabledReason = "the differences are those to Unicode 16.0")
    void keepsUnassignedCodePointsAndNewerFormatCharacters() {
        BitSet removed = differences(UnicodeTable.REMOVED, UnicodeTableTest::isControl);
        assertThat(only(removed, UnicodeTable.REMOVED)).isZero();
        assertThat(removed.stream()
                        .filter(character -> Character.getType(character) != Character.UNASSIGNED)
                        .boxed())
                .hasSize(20)
                .startsWith(0x890, 0x891, 0x8E2, 0x110CD, 0x13430);
        assertThat(removed.cardinality()).isEqualTo(819_533 + 20);
    }

    @Test
    @EnabledOnJre(value = JRE.JAVA_25, disabledReason = "the differences are those to Unicode 16.0")
    void decomposesAsOfUnicode9AndLowersAsOfUnicode17() {
        int[] into = new int[UnicodeTable.MAX_DECOMPOSITION];
        var decompositions = new BitSet();
        var lowers = new BitSet();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            int flags = table.flags(character);
            String ours = Character.toString(character);
            if ((flags & UnicodeTable.DECOMPOSES) != 0) {
                ours = new String(into, 0, table.decompose(character, into));
            }
            if (!ours.equals(Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD))) {
                decompositions.set(character);
            }
            int lower = (flags & UnicodeTable.UPPER) == 0 ? character : table.lower(character);
            if (lower != Character.toLowerCase(character) && character != UnicodeTable.DOTTED_CAPITAL_I) {
                lowers.set(character);
            }
        }
        assertThat(decompositions.cardinality()).isEqualTo(21);
        assertThat(decompositions.nextSetBit(0))
                .as("the first one, of Unicode 16.0")
                .isEqualTo(0x105C9);
        assertThat(lowers.cardinality()).isEqualTo(28);
        assertThat(lowers.stream()
                        .filter(character -> Character.isLetter(character))
                        .count())
                .as("of letters that this JDK knows")
                .isZero();
    }

    /// The code points where the table and the JDK disagree about a property. Surrogates are no characters.
    private BitSet differences(int flag, IntPredicate inTheJdk) {
        var differences = new BitSet();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            if (!surrogate && inTheJdk.test(character) != ((table.flags(character) & flag) != 0)) {
                differences.set(character);
            }
        }
        return differences;
    }

    private long only(BitSet differences, int flag) {
        return differences.stream()
                .filter(character -> (table.flags(character) & flag) != 0)
                .count();
    }

    private static boolean isControl(int character) {
        boolean space = character == '\t' || character == '\n' || character == '\r';
        return character == 0xFFFD
                || (!space
                        && has(
                                character,
                                Character.CONTROL,
                                Character.FORMAT,
                                Character.PRIVATE_USE,
                                Character.UNASSIGNED));
    }

    private static boolean isPunctuation(int character) {
        boolean ascii = character > ' ' && character < 0x7F && !Character.isLetterOrDigit(character);
        return ascii
                || has(
                        character,
                        Character.CONNECTOR_PUNCTUATION,
                        Character.DASH_PUNCTUATION,
                        Character.START_PUNCTUATION,
                        Character.END_PUNCTUATION,
                        Character.INITIAL_QUOTE_PUNCTUATION,
                        Character.FINAL_QUOTE_PUNCTUATION,
                        Character.OTHER_PUNCTUATION);
    }

    private static boolean has(int character, int... categories) {
        int category = Character.getType(character);
        return Arrays.stream(categories).anyMatch(one -> one == category);
    }
}
