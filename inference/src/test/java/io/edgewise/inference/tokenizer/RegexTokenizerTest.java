// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(tokenizer.classifyId()).isEqualTo(1);
        assertThat(tokenizer.separatorId()).isEqualTo(-1);
    }

    @Test
    void realAndHostileTextsAreCutAsASimpleSplitSays() throws IOException {
        Path file = TestFiles.thirdParty("tflite_support_text/vocab_for_regex_tokenizer.txt");
        RegexTokenizer tokenizer = RegexTokenizer.read(file, DELIMITER, false);
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int blank = line.lastIndexOf(' ');
            vocabulary.put(line.substring(0, blank), Integer.parseInt(line.substring(blank + 1)));
        }
        Pattern delimiter = Pattern.compile(DELIMITER);
        List<String> texts = new ArrayList<>(new HostileTexts(9).next(100_000));
        texts.addAll(new DatasetTexts().below(TestFiles.datasets()));
        for (String text : texts) {
            List<Integer> expected = Arrays.stream(delimiter.split(text))
                    .filter(word -> !word.isEmpty())
                    .map(word -> vocabulary.getOrDefault(word, 2))
                    .toList();
            assertThat(ids(tokenizer.encode(text))).as(text).isEqualTo(expected);
        }
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
    }

    private RegexTokenizer read(String content) throws IOException {
        return RegexTokenizer.read(Files.writeString(folder.resolve("vocab.txt"), content), DELIMITER, false);
    }

    private static List<Integer> ids(Encoding encoding) {
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < encoding.size(); i++) {
            ids.add(encoding.id(i));
        }
        return ids;
    }
}
