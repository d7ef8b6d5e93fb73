// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from a `vocab.txt`, and the sentence for each way it can be wrong.
final class VocabularyFileTest {

    private static final String SPECIAL = "[UNK]\n[CLS]\n[SEP]\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"é\n😀\nend", "é\n😀\nend\n", "é\r\n😀\r\nend\r\n", "é\n😀\nend\n\n\r\n"})
    void readsOnePiecePerLineWhateverEndsTheLines(String pieces) throws IOException {
        var tokenizer = read(SPECIAL + pieces);
        assertThat(tokenizer.vocabularySize()).isEqualTo(6);
        assertThat(tokenizer.piece(3)).isEqualTo("é");
        assertThat(tokenizer.piece(4)).isEqualTo("😀");
        assertThat(tokenizer.piece(5)).isEqualTo("end");
    }

    @Test
    void onlyALineFeedEndsALine() throws IOException {
        assertThat(read(SPECIAL + "a\u0085b\u2028c\n").piece(3)).isEqualTo("a\u0085b\u2028c");
    }

    @Test
    void findsEveryPieceOfALargeVocabulary() throws IOException {
        // Given
        var random = new SplittableRandom(3);
        var pieces = new TreeSet<String>();
        while (pieces.size() < 60_000) {
            var piece = new StringBuilder(random.nextBoolean() ? "##" : "");
            random.ints(random.nextInt(1, 6), 0, 300).map(i -> 'a' + i).forEach(piece::appendCodePoint);
            pieces.add(piece.toString());
        }
        // When
        var vocabulary = VocabularyFile.read(Files.write(file(), pieces), "##");
        // Then
        for (int id = 0; id < vocabulary.size(); id++) {
            assertThat(vocabulary.id(vocabulary.piece(id))).isEqualTo(id);
            assertThat(vocabulary.id(vocabulary.piece(id) + "\u4E00")).isEqualTo(-1);
        }
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> WordPieceTokenizer.read(file(), WordPieceOptions.uncased()))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file() + " does not exist; put the vocabulary of the model there or correct the path");
    }

    @Test
    void saysThatTheFileIsADirectory() {
        assertThatThrownBy(() -> WordPieceTokenizer.read(folder, WordPieceOptions.uncased()))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(folder + " is a directory; name the vocabulary file in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\n"})
    void saysThatTheFileIsEmpty(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file() + " is empty; it must have one piece per line");
    }

    @Test
    void saysThatTheFileIsTooLarge() throws IOException {
        try (var sparse = new RandomAccessFile(file().toFile(), "rw")) {
            sparse.setLength(VocabularyFile.MAX_BYTES + 1);
        }
        assertThatThrownBy(() -> WordPieceTokenizer.read(file(), WordPieceOptions.uncased()))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(
                        file()
                                + " has 8388609 bytes, but a vocabulary has at most 8388608; name a text file with one piece per line");
    }

    @ParameterizedTest
    @CsvSource({
        "80, a continuation without a start",
        "c3, a start without its continuation",
        "c328, a start followed by ASCII",
        "c080, NUL in two bytes",
        "e09f80, less than U+0800 in three bytes",
        "f08f8080, less than U+10000 in four bytes",
        "eda080, a surrogate",
        "f4908080, more than U+10FFFF",
        "f8888080, five bytes",
        "ff, no lead byte",
        "e282, the end of the file in the middle",
    })
    void saysWhichByteIsNotUtf8(String bytes, String why) throws IOException {
        byte[] wrong = HexFormat.of().parseHex(bytes);
        byte[] right = SPECIAL.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[right.length + wrong.length];
        System.arraycopy(right, 0, content, 0, right.length);
        System.arraycopy(wrong, 0, content, right.length, wrong.length);
        Files.write(file(), content);
        assertThatThrownBy(() -> WordPieceTokenizer.read(file(), WordPieceOptions.uncased()))
                .as(why)
                .isInstanceOf(TokenizerException.class)
                .hasMessage("%s is not UTF-8: the byte 0x%s at offset 18 starts no character; save it as UTF-8"
                        .formatted(file(), bytes.substring(0, 2).toUpperCase(Locale.ROOT)));
    }

    @Test
    void saysThatThereIsAByteOrderMark() {
        assertThatThrownBy(() -> read("\uFEFF" + SPECIAL))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file()
                        + " starts with a byte order mark, which would become a part of piece 0; save it without");
    }

    @Test
    void saysWhichLinesAreEqual() {
        assertThatThrownBy(() -> read(SPECIAL + "pump\nleak\npump\n"))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file() + " line 6 repeats \"pump\" of line 4; each piece must be there once");
    }

    @Test
    void saysWhichLineIsEmpty() {
        assertThatThrownBy(() -> read(SPECIAL + "pump\n\nleak\n"))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file()
                        + " line 5 is empty, so that the ids after it would be wrong; delete it or put its piece back");
    }

    @ParameterizedTest
    @CsvSource({"[UNK], unknown", "[CLS], classify", "[SEP], separate"})
    void saysWhichSpecialPieceIsMissing(String piece, String role) {
        assertThatThrownBy(() -> read(SPECIAL.replace(piece + "\n", "") + "pump\n"))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(
                        "%s has no line \"%s\", which is to be the %s piece; use the vocabulary the model was trained with, or name its own piece"
                                .formatted(file(), piece, role));
    }

    @Test
    void saysThatThereAreTooManyLines() throws IOException {
        var lines = new StringBuilder(SPECIAL);
        for (int i = 3; i < 1_000_000; i++) {
            lines.append(i).append('\n');
        }
        assertThat(read(lines.toString()).vocabularySize()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> read(lines.append("one more").toString()))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file() + " has more than 1000000 lines; is this a vocabulary with one piece per line?");
    }

    @Test
    void saysWhichLineIsTooLong() throws IOException {
        assertThat(read(SPECIAL + "x".repeat(1_000) + "\r\n").piece(3)).hasSize(1_000);
        assertThatThrownBy(() -> read(SPECIAL + "x".repeat(1_001)))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(file()
                        + " line 4 has more than 1000 characters; is this a vocabulary with one piece per line?");
        assertThatThrownBy(() -> read(SPECIAL + "x".repeat(5_000) + "\n"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("line 4 has more than 1000 characters");
    }

    private WordPieceTokenizer read(String content) throws IOException {
        Files.writeString(file(), content);
        return WordPieceTokenizer.read(file(), WordPieceOptions.uncased());
    }

    private Path file() {
        return folder.resolve("vocab.txt");
    }
}
