// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextStreamTest {
    private final TextStream stream = new TextStream();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "Zürich 20 °C", "…—“”", "日本語のテキスト", "👍🏽 ok 👩‍🔧"})
    void givesWholeCharactersOfBytesThatComeOneByOne(String text) {
        StringBuilder read = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            String fresh = stream.add(new byte[] {one});
            assertThat(fresh).doesNotContain("\uFFFD");
            read.append(fresh);
        }
        read.append(stream.end());
        assertThat(read).hasToString(text);
    }

    @Test
    void saysNothingInsideACharacter() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        assertThat(stream.add(new byte[] {euro[0]})).isEmpty();
        assertThat(stream.add(new byte[] {euro[1]})).isEmpty();
        assertThat(stream.add(new byte[] {euro[2]})).isEqualTo("€");
    }

    @Test
    void marksACharacterThatNeverBecameWhole() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        assertThat(stream.add(new byte[] {'a', euro[0]})).isEqualTo("a");
        assertThat(stream.end()).isEqualTo("\uFFFD");
    }

    @Test
    void marksBytesThatAreNoCharacterAndGoesOn() {
        assertThat(stream.add(new byte[] {(byte) 0xFF, 'a'})).isEqualTo("\uFFFDa");
    }
}
