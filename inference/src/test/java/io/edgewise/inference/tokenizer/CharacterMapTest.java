// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two ways to read a character map. A character is written with its place.
final class CharacterMapTest {

    private final CharacterMap map = CharacterMap.parse(SmallCharacterMap.bytes());

    @Test
    void sentencePieceTakesTheLongestKeyAtEachPlace() {
        var mapping = new LongestMapping(map);
        assertThat(after(mapping, "dddx")).containsExactly("2[0,1)", "1[2,3)", "x[3,4)");
        assertThat(after(mapping, "efe")).containsExactly("g[0,1)", "e[2,3)");
        assertThat(after(mapping, "ab")).containsExactly("x[0,1)", "y[0,1)", "z[1,2)");
        assertThat(after(mapping, "xb\u0301")).containsExactly("x[0,1)", "\u0301[2,3)");
        assertThat(after(mapping, "bb")).isEmpty();
        assertThat(after(mapping, "😀c")).containsExactly("😀[0,2)", "é[2,3)");
    }

    @Test
    void huggingFaceReplacesAShortGraphemeByItsShortestKnownStart() {
        var mapping = new GraphemeMapping(map);
        assertThat(after(mapping, "ddx")).containsExactly("1[0,1)", "1[1,2)", "x[2,3)");
        assertThat(after(mapping, "d\u0301")).containsExactly("1[0,1)");
        assertThat(after(mapping, "d\u0301\u0301\u0301"))
                .containsExactly("1[0,1)", "\u0301[1,2)", "\u0301[2,3)", "\u0301[3,4)");
        assertThat(after(mapping, "a\u0301")).containsExactly("x[0,1)", "y[1,2)", "z[1,2)");
    }

    @Test
    void anUnassignedCharacterEndsNoGraphemeUnlessItIsIgnorable() {
        var mapping = new GraphemeMapping(map);
        assertThat(after(mapping, "\u0378\u0301d\u0301")).containsExactly("\u0378[0,1)", "\u0301[1,2)", "1[2,3)");
        assertThat(after(mapping, "\uD83B\uDFFF\u0301")).containsExactly("\uD83B\uDFFF[0,2)", "\u0301[2,3)");
        for (int ignorable : new int[] {0x2065, 0xFFF0, 0xFFF8, 0xE0000, 0xE0FFF}) {
            assertThat(after(mapping, Character.toString(ignorable) + "d\u0301"))
                    .as("U+%X", ignorable)
                    .endsWith("1[%d,%d)".formatted(Character.charCount(ignorable), Character.charCount(ignorable) + 1))
                    .hasSize(2);
            assertThat(after(mapping, "d" + Character.toString(ignorable) + "\u0301"))
                    .hasSize(3);
        }
        for (int other : new int[] {0x2FE0, 0xFFEF, 0xE1000, 0xDFFFF}) {
            assertThat(after(mapping, "d" + Character.toString(other) + "\u0301"))
                    .hasSize(3);
            assertThat(after(mapping, Character.toString(other) + "\u0301\u0301")
                            .getLast())
                    .as("U+%X", other)
                    .startsWith("\u0301");
        }
    }

    @Test
    void bytesThatAreNoMapAreRefused() {
        assertThatThrownBy(() -> CharacterMap.parse(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is no character map: its trie has -1 of 3 bytes");
        for (int size : new int[] {0, 3, 6, 9, -4}) {
            byte[] bytes = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(size)
                    .array();
            assertThatThrownBy(() -> CharacterMap.parse(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("its trie has " + size + " of 12 bytes");
        }
    }

    /// Units that lead out of the trie, and replacements that start behind the end.
    @ParameterizedTest
    @ValueSource(ints = {0xFFFFFFFF, 0x7FFFFFFF, 0x3FF << 10, 1 << 9, 0x161 | (1 << 8), (0x200 << 10) | (1 << 8) | 'a'})
    void damagedMapsDoNoHarm(int unit) {
        byte[] bytes = SmallCharacterMap.bytes();
        for (int at = 0; at < 0x400; at++) {
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(4 + 4 * at, unit);
            CharacterMap odd = CharacterMap.parse(damaged);
            for (Normalizer mapping : List.of(new LongestMapping(odd), new GraphemeMapping(odd))) {
                assertThat(mapping.normalize(AlignedText.of("abcddef\0\u0301a")).size())
                        .isLessThan(10 * bytes.length);
            }
        }
        CharacterMap cut = CharacterMap.parse(Arrays.copyOf(bytes, bytes.length - 4));
        assertThat(new LongestMapping(cut).normalize(AlignedText.of("ef")).size())
                .isLessThan(10);
    }

    private static List<String> after(Normalizer mapping, String text) {
        AlignedText after = mapping.normalize(AlignedText.of(text));
        var characters = new ArrayList<String>();
        for (int i = 0; i < after.size(); i++) {
            characters.add("%s[%d,%d)".formatted(Character.toString(after.character(i)), after.start(i), after.end(i)));
        }
        return characters;
    }
}
