// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AlignedTextTest {

    @Test
    void aCharacterHasThePlaceOfItsUnits() {
        AlignedText text = AlignedText.of("a😀b");
        assertThat(text.size()).isEqualTo(3);
        assertThat(text.character(1)).isEqualTo(0x1F600);
        assertThat(text.start(1)).isEqualTo(1);
        assertThat(text.end(1)).isEqualTo(3);
        assertThat(text.start(2)).isEqualTo(3);
        assertThat(text.source).isEqualTo("a😀b");
    }

    @Test
    void aLoneSurrogateIsWhatADecoderPutsInItsPlace() {
        assertThat(AlignedText.of("\uD800 \uDBFF \uDC00 \uDFFF")).hasToString("\uFFFD \uFFFD \uFFFD \uFFFD");
        assertThat(AlignedText.of("\uDC00\uD800")).hasToString("\uFFFD\uFFFD");
        assertThat(AlignedText.of("\uD7FF\uE000")).hasToString("\uD7FF\uE000");
    }

    @Test
    void aTextGrowsAsAStepWritesIt() {
        AlignedText old = AlignedText.of("ab");
        AlignedText text = old.emptied();
        for (int i = 0; i < 100; i++) {
            text.add('x', old, i % 2);
        }
        text.moveLast(old, 0);
        assertThat(text).hasToString("x".repeat(100));
        assertThat(text.start(98)).isZero();
        assertThat(text.start(97)).isOne();
        assertThat(text.start(99)).as("moved").isZero();
        assertThat(text.end(99)).isOne();
        assertThat(text.characters(98, 100)).isEqualTo("xx");
        assertThat(AlignedText.of("").emptied().size()).isZero();
    }
}
