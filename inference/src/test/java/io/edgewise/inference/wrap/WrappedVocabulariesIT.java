// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.tokenizer.SmallSentencePiece;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which tokenizer a vocabulary is taken for, and how texts are prepared for it.
class WrappedVocabulariesIT {
    private static final int ROWS = 300;
    private static final String BERT_JSON = """
            {"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,\
            "lowercase":%s},"pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":{"type":"BertProcessing",\
            "sep":["[SEP]",3],"cls":["[CLS]",2]},"model":{"type":"WordPiece","vocab":%s}}""";

    @TempDir
    Path folder;

    /// Each piece has a vote of its own, so that no two texts are the same.
    private static SequenceModel model() {
        float[][] votes = new float[ROWS][2];
        for (int id = 0; id < ROWS; id++) {
            votes[id][1] = id / 8f;
        }
        return new SequenceModel(votes).ids("ids", INT32).length(16);
    }

    private Draft draft(Path vocabulary) {
        return new Draft(folder, model().writeTo(folder.resolve("m.tflite")))
                .vocabulary(vocabulary)
                .labels("a", "b")
                .goldenText("a")
                .goldenText("bc");
    }

    private TokenizerEntry entry(Draft draft) {
        return draft.wrap().descriptor().tokenizer();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path file(String name, List<String> pieces) throws IOException {
        List<String> all = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        all.addAll(pieces);
        return Files.write(folder.resolve(name), all);
    }

    private String pieces(String text) {
        Bundle bundle = Bundle.open(folder.resolve("bundle"));
        try {
            Tokenizer tokenizer = bundle.tokenizer();
            return IntStream.range(0, tokenizer.encode(text).size())
                    .mapToObj(i -> tokenizer.piece(tokenizer.encode(text).id(i)))
                    .collect(Collectors.joining(" "));
        } finally {
            bundle.modelFile().close();
        }
    }

    private static String vocabularyJson() {
        List<String> pieces = new String(TinyFile.VOCABULARY.bytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return IntStream.range(0, pieces.size())
                .mapToObj(id -> "\"%s\":%d".formatted(pieces.get(id).replace("\"", "\\\""), id))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @CsvSource({"true, the pump", "false, [UNK] [UNK]"})
    void aTokenizerJsonSaysItselfThatItIsWordPieceAndHowTextsArePrepared(boolean lowercase, String expected)
            throws IOException {
        byte[] json = BERT_JSON.formatted(lowercase, vocabularyJson()).getBytes(StandardCharsets.UTF_8);

        Wrapped wrapped = draft(file("my.tokenizer.JSON", json)).wrap();

        BundleDescriptor bundle = wrapped.descriptor();
        assertThat(bundle.tokenizer().kind()).isEqualTo(TokenizerKind.WORDPIECE);
        assertThat(bundle.tokenizer().file()).isEqualTo("tokenizer.json");
        assertThat(wrapped.notes()).noneMatch(note -> note.contains("tokenizer") || note.contains("lower case"));
        assertThat(pieces("The PUMP")).isEqualTo(expected);
        assertThat(Files.readString(folder.resolve("bundle/bundle.json"))).doesNotContain("lowercase");
    }

    @ParameterizedTest
    @CsvSource({"1, UNIGRAM", "2, BPE"})
    void aSentencePieceModelSaysItselfWhichKindItIs(int type, TokenizerKind kind) throws IOException {
        Path file = file("own.model", new SmallSentencePiece(type).bytes());

        TokenizerEntry entry = entry(draft(file));

        assertThat(entry.kind()).isEqualTo(kind);
        assertThat(entry.file()).isEqualTo("sentencepiece.model");
        assertThat(pieces("abc a")).isNotEmpty();
    }

    @Test
    void whatMetadataSayOfATokenizerDoesNotOutdoItsFile() throws IOException {
        byte[] vocabulary = new SmallSentencePiece(2).bytes();
        Path model = model().metadata(
                        new TextMetadata("a").input("text").bert("vocab.txt").output("b", "labels.txt"))
                .file("vocab.txt", "[UNK]")
                .file("labels.txt", "a\nb")
                .writeTo(folder.resolve("m.tflite"));

        TokenizerEntry entry = entry(new Draft(folder, model)
                .vocabulary(file("bpe.model", vocabulary))
                .goldenText("a")
                .goldenText("b"));

        assertThat(entry.kind()).isEqualTo(TokenizerKind.BPE);
    }

    @Test
    void filesThatSayOfThemselvesWhatIsNotKnownAreRefused() throws IOException {
        refused(
                draft(file("t.json", "{\"model\":{\"type\":\"WordLevel\"}}".getBytes(StandardCharsets.UTF_8))),
                "the vocabulary t.json has the model.type \"WordLevel\"; known are BPE, Unigram and WordPiece");
        refused(
                draft(file("t.json", "{\"model\":".getBytes(StandardCharsets.UTF_8))),
                "the vocabulary t.json is no JSON: ");
        refused(
                draft(file("t.model", new SmallSentencePiece(3).bytes())),
                "the vocabulary t.model has the model type 3; known are Unigram (1) and BPE (2)");
        refused(draft(file("t.model", new byte[] {7, 7})), "the vocabulary t.model is no SentencePiece model: ");
        refused(
                draft(file("t.json", BERT_JSON.formatted(true, vocabularyJson()).getBytes(StandardCharsets.UTF_8)))
                        .lowercase(false),
                "the vocabulary t.json says itself how a text is prepared: leave --lowercase and --strip-accents out");
    }

    private static void refused(Draft draft, String sentence) {
        assertThatThrownBy(draft::wrap).isInstanceOf(WrapException.class).hasMessageContaining(sentence);
    }

    @Test
    void aVocabularyOfPlainWordsInLowerCaseHasTextsWithoutAccents() throws IOException {
        Wrapped wrapped =
                draft(file("vocab.txt", List.of("cafe", "munchen", "a", "bc"))).wrap();

        assertThat(wrapped.notes())
                .contains(
                        "0 of 4 pieces of the vocabulary have capital letters, so texts are read in lower case",
                        "0 of 4 pieces of the vocabulary have accents, so texts lose theirs (--strip-accents)");
        assertThat(pieces("Café München")).isEqualTo("cafe munchen");
    }

    @Test
    void aVocabularyInLowerCaseKeepsTheAccentsThatItHas() throws IOException {
        Wrapped wrapped =
                draft(file("vocab.txt", List.of("grün", "haus", "a", "bc"))).wrap();

        assertThat(wrapped.notes())
                .contains("1 of 4 pieces of the vocabulary have accents, so texts keep theirs (--strip-accents)");
        assertThat(pieces("Grün HAUS")).isEqualTo("grün haus");
    }

    @Test
    void whetherAccentsAreStrippedCanBeSaid() throws IOException {
        Path file = file("vocab.txt", List.of("grün", "grun", "a", "bc"));

        Wrapped wrapped = draft(file).lowercase(true).stripAccents(true).wrap();

        assertThat(wrapped.notes()).noneMatch(note -> note.contains("accents"));
        assertThat(pieces("Grün")).isEqualTo("grun");
    }

    @Test
    void aVocabularyOfLettersWithoutCaseIsReadAsItIs() throws IOException {
        Wrapped wrapped = draft(file("vocab.txt", List.of("पंप", "펌프", "누수")))
                .goldenText("펌프")
                .wrap();

        assertThat(wrapped.notes()).noneMatch(note -> note.contains("lower case") || note.contains("accents"));
        assertThat(pieces("पंप 펌프")).isEqualTo("पंप 펌프");
    }

    @Test
    void aFewLatinPiecesDoNotMakeAVocabularyLowerCase() throws IOException {
        List<String> pieces = new ArrayList<>(List.of("Pump", "a", "bc"));
        IntStream.range(0, 200).mapToObj(i -> Character.toString(0xAC00 + i)).forEach(pieces::add);

        draft(file("vocab.txt", pieces)).wrap();

        assertThat(pieces("Pump 가")).isEqualTo("Pump 가");
    }

    @Test
    void aModelThatIsNamedAsVocabularyIsNotReadIntoMemory() throws IOException {
        Path large = folder.resolve("model.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(8 << 20 | 1);
        }

        refused(draft(large), "the vocabulary " + large + " has 8388609 bytes, at most 8388608 are read: is it one?");
    }
}
