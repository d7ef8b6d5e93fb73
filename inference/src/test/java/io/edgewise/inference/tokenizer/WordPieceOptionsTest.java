// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordPieceOptionsTest {

    @Test
    void uncasedIsWhatBertUses() {
        assertThat(WordPieceOptions.uncased())
                .isEqualTo(new WordPieceOptions(true, true, true, "[UNK]", "[CLS]", "[SEP]", "##", 100));
    }

    @Test
    void casedKeepsCaseAndAccents() {
        assertThat(WordPieceOptions.cased())
                .isEqualTo(new WordPieceOptions(false, false, true, "[UNK]", "[CLS]", "[SEP]", "##", 100));
    }

    @Test
    void refusesAnEmptySpecialPiece() {
        assertThatThrownBy(() -> options("", "[CLS]", "[SEP]", "##", 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown must be a piece of the vocabulary, but it is empty");
    }

    @Test
    void refusesWhiteSpaceInAPiece() {
        assertThatThrownBy(() -> options("[UNK]", "start here", "[SEP]", "##", 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classify must have no white space, got \"start here\"");
        assertThatThrownBy(() -> options("[UNK]", "[CLS]", "[SEP]", "# #", 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("continuation must have no white space, got \"# #\"");
    }

    @Test
    void refusesOnePieceForTwoMeanings() {
        assertThatThrownBy(() -> options("[UNK]", "[SEP]", "[SEP]", "##", 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown, classify and separate must be three different pieces, got \"[UNK]\", \"[SEP]\" and \"[SEP]\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001})
    void refusesAWordLimitOutOfRange(int maxWordChars) {
        assertThatThrownBy(() -> options("[UNK]", "[CLS]", "[SEP]", "##", maxWordChars))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxWordChars must be 1 to 1000, got " + maxWordChars);
    }

    private static WordPieceOptions options(
            String unknown, String classify, String separate, String continuation, int maxWordChars) {
        return new WordPieceOptions(true, true, true, unknown, classify, separate, continuation, maxWordChars);
    }
}
