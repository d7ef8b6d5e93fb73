// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Work grows with the length of a text and hardly faster, whatever is in it: counted, not timed.
final class LinearWorkTest {

    private static final int LENGTH = 1 << 12;
    private static final int FACTOR = 4;

    /// What is repeated to a text: no break at all, breaks only, what decomposes, composes, moves, is dropped or
    /// merged.
    private static final List<String> UNITS = List.of(
            "a",
            "ab",
            " ",
            "\n ",
            " a",
            "1",
            "'",
            "!?",
            "é",
            "e\u0301\u0323",
            "a\u302E\u0301\u0334",
            "\u0301",
            "한",
            "漢",
            "😀",
            "👩\u200D",
            "🇩",
            "\0",
            "a\0",
            "\uD800",
            "▁",
            "\u05E9\u05C1",
            "\uFDFA",
            "İ",
            "＂",
            "a".repeat(101) + " ",
            "the pump ",
            "</s>",
            "[SEP]");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void workGrowsWithTheLengthOfATextWhateverIsInIt(String name, TokenizerKind kind, String content) throws Exception {
        CountedWork tokenizer = CountedWork.read(kind, file(name, content));
        var steep = new ArrayList<String>();
        for (String unit : UNITS) {
            long once = tokenizer.encode(unit.repeat(LENGTH / unit.length()));
            long more = tokenizer.encode(unit.repeat(FACTOR * LENGTH / unit.length()));
            // A heap makes it n log n: 4 · 14 / 12. A quadratic loop makes it 16.
            if (more > 1.3 * FACTOR * once) {
                steep.add("%s: %d, then %d".formatted(Parity.visible(unit), once, more));
            }
        }
        assertThat(steep).isEmpty();
    }

    /// A mebibyte of one letter costs hardly more for each than a text of 4,096.
    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aMebibyteIsNoHeavierThanManyShortTexts(String name, TokenizerKind kind, String content) throws Exception {
        CountedWork tokenizer = CountedWork.read(kind, file(name, content));
        int length = 1 << 20;
        long once = tokenizer.encode("a".repeat(LENGTH));
        long mebibyte = tokenizer.encode("a".repeat(length));
        assertThat((double) mebibyte / length).as("work for each letter").isLessThan(1.8 * once / LENGTH);
    }

    private Path file(String name, String content) throws IOException {
        if (name.endsWith(".model")) {
            return TestFiles.fixture(name);
        }
        return Files.writeString(folder.resolve(name), content);
    }

    static Stream<Arguments> kinds() throws IOException {
        String vocabulary = new String(TinyFile.VOCABULARY.bytes(), StandardCharsets.UTF_8);
        var pairs = TokenizerJsonText.read(TestFiles.fixture("bpe.json"));
        var unigram = TokenizerJsonText.read(TestFiles.fixture("unigram.json"));
        return Stream.of(
                Arguments.of("vocab.txt", TokenizerKind.WORDPIECE, vocabulary),
                Arguments.of("wordpiece.json", TokenizerKind.WORDPIECE, wordPiece(vocabulary)),
                Arguments.of("gpt2.json", TokenizerKind.BPE, pairs.text()),
                Arguments.of("one-word.json", TokenizerKind.BPE, oneWord(pairs)),
                Arguments.of("llama3.json", TokenizerKind.BPE, llama3(pairs)),
                Arguments.of("bpe.model", TokenizerKind.BPE, ""),
                Arguments.of("unigram.json", TokenizerKind.UNIGRAM, unigram.text()),
                Arguments.of("all-steps.json", TokenizerKind.UNIGRAM, allSteps(unigram)),
                Arguments.of("regex.txt", TokenizerKind.REGEX, "<START> 0\n<UNKNOWN> 1\nthe 2\npump 3\na 4\n"));
    }

    /// No split at all, so that a text goes through the heap as one word.
    private static String oneWord(TokenizerJsonText json) {
        return json.with("pre_tokenizer", TokenizerJsonText.BYTE_LEVEL.formatted(true, false))
                .text();
    }

    private static String llama3(TokenizerJsonText json) {
        return json.with("normalizer", "{\"type\":\"NFC\"}")
                .with(
                        "pre_tokenizer",
                        BytePairParityIT.sequence(BytePairParityIT.LLAMA3)
                                .formatted(TokenizerJsonText.BYTE_LEVEL.formatted(false, false)))
                .text();
    }

    private static String allSteps(TokenizerJsonText json) {
        String replace = "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},\"content\":\"▁▁\"}";
        return json.with(
                        "normalizer",
                        StepsParityIT.sequence(
                                StepsParityIT.strip(true, true),
                                StepsParityIT.type("NFKD"),
                                ReferenceTokenizer.bertNormalizer(true, true, true, true),
                                StepsParityIT.type("StripAccents"),
                                StepsParityIT.type("NFKC"),
                                StepsParityIT.type("Nmt"),
                                replace,
                                "{\"type\":\"Prepend\",\"prepend\":\"a\"}"))
                .with(
                        "pre_tokenizer",
                        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\",\"split\":false}")
                .text();
    }

    private static String wordPiece(String vocabulary) {
        var ids = new StringJoiner(",", "{", "}");
        List<String> pieces = vocabulary.lines().toList();
        for (int id = 0; id < pieces.size(); id++) {
            ids.add("\"" + pieces.get(id).replace("\"", "\\\"") + "\":" + id);
        }
        String normalizers = StepsParityIT.sequence(
                StepsParityIT.type("NFD"), StepsParityIT.type("Lowercase"), StepsParityIT.type("StripAccents"));
        return "{\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"vocab\":%s},\"normalizer\":%s,\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[%s,%s,%s]}}"
                .formatted(
                        ids,
                        normalizers,
                        StepsParityIT.type("Whitespace"),
                        StepsParityIT.type("Punctuation"),
                        "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"MergedWithPrevious\",\"invert\":false}");
    }
}
