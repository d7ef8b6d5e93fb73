// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledFileTest {
    private static final List<String> LABELS = List.of("toxic", "insult");

    @TempDir
    private Path folder;

    private List<LabelledText> read(String content) throws IOException {
        return read(content, UTF_8);
    }

    private List<LabelledText> read(String content, Charset charset) throws IOException {
        return LabelledFile.read(Files.writeString(folder.resolve("labels.csv"), content, charset), LABELS);
    }

    @Test
    void aColumnForEachLabelSaysWhatHolds() throws IOException {
        assertThat(read("text,toxic,insult\r\nhello,0,0\r\n\"you, \"\"fool\"\"\nyou\",1,\r\n"))
                .containsExactly(
                        new LabelledText("hello", Map.of("toxic", false, "insult", false)),
                        new LabelledText("you, \"fool\"\nyou", Map.of("toxic", true)));
    }

    @Test
    void aColumnOfNamesSaysWhichLabelHoldsAndThatTheOthersDoNot() throws IOException {
        assertThat(read("text,label\nhello,none\nfool,insult\n"))
                .containsExactly(
                        new LabelledText("hello", Map.of("toxic", false, "insult", false)),
                        new LabelledText("fool", Map.of("toxic", false, "insult", true)));
    }

    @Test
    void linesOfJsonSayTheSame() throws IOException {
        assertThat(read("""
                {"text": "hello", "label": "none"}

                {"text": "fool", "insult": 1, "toxic": false}
                {"text": "who knows", "insult": null, "toxic": true}
                """))
                .containsExactly(
                        new LabelledText("hello", Map.of("toxic", false, "insult", false)),
                        new LabelledText("fool", Map.of("toxic", false, "insult", true)),
                        new LabelledText("who knows", Map.of("toxic", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFtext;toxic\nhello, you;1\n", "text\ttoxic\nhello, you\t1\n"})
    void whatSpreadsheetsWriteIsRead(String content) throws IOException {
        assertThat(read(content)).containsExactly(new LabelledText("hello, you", Map.of("toxic", true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text,toxik\\nhello,0            | line 1: the bundle has no label "toxik": did you mean "toxic"? (have: toxic, insult)
            texts,toxic\\nhello,0           | line 1: there is no column "text": did you mean "texts"? (have: texts, toxic)
            text\\nhello                    | line 1: no column says what holds: write one for each label with 0 or 1 in it, or one with the name label
            text,toxic,toxic\\na,0,0        | line 1: a column stands twice: [text, toxic, toxic]
            text,label,toxic\\na,none,0     | line 1: it has a column "label" and others for single labels: write the one or the others
            text,toxic\\nhello,0\\n ,1      | line 3: there is no text in it
            text,toxic\\nhello,yes          | line 2: column toxic: expected 1, 0, or nothing where nobody decided, got "yes"
            text,toxic\\nhello, you,1       | line 2: expected 2 columns as in the header, got 3; a text with a comma or a line break in it needs quotes
            text,toxic\\nhello              | line 2: expected 2 columns as in the header, got 1; a text with a comma or a line break in it needs quotes
            text,label\\nhello,insolt       | line 2: unknown label "insolt": did you mean "insult"? (have: toxic, insult); none where no label holds
            text,toxic                      | there is no labelled line in it
            {"text":"a","toxik":1}          | line 1: the bundle has no label "toxik": did you mean "toxic"? (have: toxic, insult)
            {"text":"a","toxic":1}\\n[1]    | line 2: expected an object such as {"text": "hello", "label": "none"}
            """)
    void whatIsWrongIsToldWithItsLine(String content, String problem) {
        assertThatThrownBy(() -> read(content.replace("\\n", "\n")))
                .isInstanceOf(LabelledFileException.class)
                .hasMessage(folder.resolve("labels.csv") + ": " + problem);
    }

    @Test
    void aQuoteThatNeverEndsIsNoCsv() {
        assertThatThrownBy(() -> read("text,toxic\n\"hello,1\nyou,0\n"))
                .isInstanceOf(LabelledFileException.class)
                .hasMessageContaining("it is not CSV: ");
    }

    @Test
    void aBrokenLineOfJsonIsToldWithItsNumber() {
        assertThatThrownBy(() -> read("{\"text\":\"a\",\"toxic\":1}\n{\"text\":"))
                .isInstanceOf(LabelledFileException.class)
                .hasMessageContaining("line 2 is not JSON: ");
    }

    @Test
    void anotherEncodingIsNotGuessed() {
        assertThatThrownBy(() -> read("text,toxic\nM\u00fcll,1\n", ISO_8859_1))
                .isInstanceOf(LabelledFileException.class)
                .hasMessageContaining("it is not UTF-8: save it in that encoding");
    }

    @Test
    void aFileThatIsNotThereIsToldAsSuch() {
        assertThatThrownBy(() -> LabelledFile.read(folder.resolve("nothing.csv"), LABELS))
                .isInstanceOf(LabelledFileException.class)
                .hasMessageEndingWith("nothing.csv: there is no such file");
    }
}
