// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTokenizerTest {

    private static final String DELIMITER = "[^\\w\\']+";

    @TempDir
    Path folder;

    @Test
    void wordsBetweenMatchesAreLookedUpAndPlacesAreThoseOfTheText() throws IOException {
        RegexTokenizer tokenizer = read("<PAD> 0\n<START> 1\n<UNKNOWN> 2\npump 3\ndon't 4\n");
        String text = "😀 pump, don't <START> x";
        Encoding encoding = tokenizer.encode(text);
        assertThat(ids(encoding)).containsExactly(3, 4, 2, 2);
        assertThat(text.substring(encoding.start(1), encoding.end(1))).isEqualTo("don't");
        assertThat(tokenizer.special().classify()).isEqualTo(1);
        assertThat(tokenizer.special().separate()).isEqualTo(-1);
    }

    @Test
    void everythingBetweenTwoMatchesIsAWordOfItsOwn() throws IOException {
        RegexTokenizer tokenizer = read("<START> 0\n<UNKNOWN> 1\na 2\nb 3\n", ",");
        Encoding encoding = tokenizer.encode(",a,,b,c\u0301 😀,");
        assertThat(ids(encoding)).containsExactly(2, 3, 1);
        assertThat(encoding.start(2)).isEqualTo(6);
        assertThat(encoding.end(2)).isEqualTo(11);
        assertThat(encoding.word(2)).isEqualTo(2);
        assertThat(ids(tokenizer.encode(",,"))).isEmpty();
        assertThat(ids(tokenizer.encode(""))).isEmpty();
    }

    @Test
    void anEmptyMatchSplitsNothing() throws IOException {
        RegexTokenizer tokenizer = read("<UNKNOWN> 0\nab 1\n", ",*");
        assertThat(ids(tokenizer.encode("ab,ab"))).containsExactly(1, 1);
        assertThat(tokenizer.special().classify()).isEqualTo(-1);
    }

    @Test
    void theLongestPieceAndTheLongestDelimiterAreStillRead() throws IOException {
        RegexTokenizer tokenizer = read("<UNKNOWN> 0\nabcdefghijk 1\n", "-".repeat(1_000));
        assertThat(ids(tokenizer.encode("abcdefghijk" + "-".repeat(1_000) + "abcdefghijkl")))
                .containsExactly(1, 0);
        assertThat(ids(read("<UNKNOWN> 0\nx 1\n", "-").encode("x"))).containsExactly(1);
    }

    @Test
    void theCaseOfLettersStays() throws IOException {
        assertThat(ids(read("<UNKNOWN> 0\npump 1\n").encode("Pump pump"))).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "a{1001}", "(?=a)"})
    void delimitersThatAreNoneAreRefused(String delimiter) {
        assertThatThrownBy(() -> read("<UNKNOWN> 0\n", delimiter))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith("the delimiter ");
        assertThatThrownBy(() -> read("<UNKNOWN> 0\n", "a".repeat(1_001))).hasMessageContaining("1 to 1000");
    }

    @Test
    void wordsMayBeLookedUpInLowerCaseAndKeepTheirPlaces() throws IOException {
        Path file = Files.writeString(folder.resolve("vocab.txt"), "<PAD> 0\n<START> 1\n<UNKNOWN> 2\npump 3\n");

        Encoding lower = RegexTokenizer.read(file, DELIMITER, true).encode("The PUMP!");

        assertThat(ids(lower)).containsExactly(2, 3);
        assertThat(lower.start(1)).isEqualTo(4);
        assertThat(ids(RegexTokenizer.read(file, DELIMITER, false).encode("The PUMP!")))
                .containsExactly(2, 2);
        assertThat(lower.special()).isEqualTo(new SpecialPieces(1, -1));
        assertThat(lower.special().count()).isEqualTo(1);
    }

    @Test
    void damagedVocabulariesAreRefused() {
        assertThatThrownBy(() -> read("pump\n")).hasMessageContaining("line 1 is not a piece, a blank and its id");
        assertThatThrownBy(() -> read("pump 0\n")).hasMessageContaining("has no line for \"<UNKNOWN>\"");
        assertThatThrownBy(() -> read("pump 0\nleak 0\n")).hasMessageContaining("gives the id 0 to \"pump\" and to");
        assertThatThrownBy(() -> read("pump 0\npump 1\n")).hasMessageContaining("each piece must be there once");
        assertThatThrownBy(() -> read("pump 9999999\n")).hasMessageContaining("ids are 0 to 999999");
        assertThatThrownBy(() -> read("pump 99999999\n")).hasMessageContaining("line 1 is not a piece");
        assertThatThrownBy(() -> read(" 1\n")).hasMessageContaining("line 1 is not a piece");
        assertThatThrownBy(() -> read("pump \n")).hasMessageContaining("line 1 is not a piece");
        assertThatThrownBy(() -> read("<UNKNOWN> 0\npump x\n")).hasMessageContaining("line 2 is not a piece");
        assertThatThrownBy(() -> RegexTokenizer.read(folder, "a", false)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> RegexTokenizer.read(folder.resolve("none.txt"), "a", false))
                .hasMessageContaining("does not exist");
    }

    private RegexTokenizer read(String content) throws IOException {
        return read(content, DELIMITER);
    }

    private RegexTokenizer read(String content, String delimiter) throws IOException {
        return RegexTokenizer.read(Files.writeString(folder.resolve("vocab.txt"), content), delimiter, false);
    }

    private static List<Integer> ids(Encoding encoding) {
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < encoding.size(); i++) {
            ids.add(encoding.id(i));
        }
        return ids;
    }
}
