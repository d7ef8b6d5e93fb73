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
import org.junit.jupiter.params.provider.CsvSource;

/// What a `tokenizer.json` says about a text and what stands around it, on vocabularies of a few pieces. A piece is
/// written `piece[start,end)word`.
final class TokenizerJsonReaderTest {

    private static final String ADDED =
            "{\"id\":%d,\"content\":\"%s\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":%b}";

    private static final String VOCABULARY =
            "{\"[UNK]\":0,\"[CLS]\":1,\"[SEP]\":2,\"a\":3,\"##b\":4,\"b\":5,\"é\":6,\"##é\":7,\"##a\":8,\"sep\":9}";

    private static final TokenizerJsonText WORD_PIECE = new TokenizerJsonText(
            "{\"version\":\"1.0\",\"truncation\":{\"max_length\":4},\"padding\":{\"strategy\":\"BatchLongest\"},\"added_tokens\":["
                    + ADDED.formatted(1, "[CLS]", true) + "," + ADDED.formatted(2, "[SEP]", true) + "],\"normalizer\":"
                    + ReferenceTokenizer.bertNormalizer(true, true, false, true)
                    + ",\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},\"post_processor\":null,\"decoder\":null,"
                    + "\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":5,\"vocab\":"
                    + VOCABULARY + "}}");

    private static final String TEMPLATE =
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"SpecialToken\":{\"id\":\"[SEP]\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{\"[CLS]\":{\"id\":\"[CLS]\",\"ids\":[1],\"tokens\":[\"[CLS]\"]},\"[SEP]\":{\"id\":\"[SEP]\",\"ids\":[2],\"tokens\":[\"[SEP]\"]}}}";

    private static final String TEMPLATE_OF_ONE =
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"SpecialToken\":{\"id\":\"[SEP]\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{\"[SEP]\":{\"id\":\"[SEP]\",\"ids\":[2],\"tokens\":[\"[SEP]\"]}}}";

    @TempDir
    private Path folder;

    @Test
    void bertsStepsBecomeBertsTokenizer() {
        Tokenizer tokenizer = WORD_PIECE.ours();
        assertThat(tokenizer).isInstanceOf(WordPieceTokenizer.class);
        assertThat(pieces(tokenizer, "AB é")).containsExactly("a[0,1)0", "##b[1,2)0", "é[3,4)1");
        assertThat(pieces(tokenizer, "ababa ababab")).hasSize(6).endsWith("[UNK][6,12)1");
        assertThat(tokenizer.vocabularySize()).isEqualTo(10);
    }

    @Test
    void accentsGoWithTheCaseUnlessTheFileSaysOtherwise() {
        Tokenizer tokenizer = WORD_PIECE
                .with("normalizer", "{\"type\":\"BertNormalizer\",\"strip_accents\":null,\"lowercase\":false}")
                .ours();
        assertThat(pieces(tokenizer, "é A")).containsExactly("é[0,1)0", "[UNK][2,3)1");
        Tokenizer lower = WORD_PIECE
                .with("normalizer", "{\"type\":\"BertNormalizer\",\"lowercase\":true}")
                .ours();
        assertThat(pieces(lower, "á A")).containsExactly("a[0,1)0", "a[2,3)1");
    }

    @Test
    void aTextCannotContainWhatTheFileAdds() {
        String added = "[" + ADDED.formatted(2, "[SEP]", true) + "," + ADDED.formatted(9, "sep", true) + "]";
        Tokenizer bert = WORD_PIECE.with("added_tokens", added).ours();
        assertThat(pieces(bert, "a sep")).containsExactly("a[0,1)0", "[UNK][2,5)1");
        Tokenizer steps = WORD_PIECE
                .with("added_tokens", added)
                .with("pre_tokenizer", "{\"type\":\"Whitespace\"}")
                .ours();
        assertThat(pieces(steps, "a sep b")).containsExactly("a[0,1)0", "[UNK][2,5)1", "b[6,7)2");
    }

    /// Llama 3's `ignore_merges` takes a word as it stands in the vocabulary, before any merge.
    @Test
    void ignoringMergesDoesNotFindWhatTheFileAdds() throws IOException {
        TokenizerJsonText json = TokenizerJsonText.read(TestFiles.fixture("bpe.json"))
                .with("pre_tokenizer", TokenizerJsonText.BYTE_LEVEL.formatted(false, false))
                .withModel("ignore_merges", "true");
        assertThat(pieces(json.ours(), "</s>")).hasSizeGreaterThan(1).noneMatch(piece -> piece.startsWith("</s>"));
        assertThat(pieces(json.ours(), "the")).containsExactly("the[0,3)0");
    }

    /// The model remembers which pieces are what their own letters merge to.
    @Test
    void aPieceThatNoMergeLeadsToIsFoundOnlyWhenMergesAreIgnored() {
        String model =
                "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2,\"ba\":3},\"merges\":[\"b a\"],\"ignore_merges\":%b}";
        String words = ",\"pre_tokenizer\":{\"type\":\"WhitespaceSplit\"}}";
        Tokenizer merging = new TokenizerJsonText("{\"model\":" + model.formatted(false) + words).ours();
        assertThat(pieces(merging, "ab ab ba ba ab"))
                .containsExactly(
                        "a[0,1)0", "b[1,2)0", "a[3,4)1", "b[4,5)1", "ba[6,8)2", "ba[9,11)3", "a[12,13)4", "b[13,14)4");
        Tokenizer ignoring = new TokenizerJsonText("{\"model\":" + model.formatted(true) + words).ours();
        assertThat(pieces(ignoring, "ab ba aba")).containsExactly("ab[0,2)0", "ba[3,5)1", "a[6,7)2", "ba[7,9)2");
    }

    @Test
    void aMergeDoesNotLeadToWhatTheFileAdds() {
        String model =
                "{\"type\":\"BPE\",\"vocab\":{\"<\":0,\"s\":1,\">\":2,\"<s\":3,\"<s>\":4},\"merges\":[\"< s\",\"<s >\"]}";
        var json = new TokenizerJsonText(
                "{\"added_tokens\":[" + ADDED.formatted(4, "<s>", true) + "],\"model\":" + model + "}");
        assertThat(pieces(json.ours(), "<s>")).containsExactly("<s[0,2)0", ">[2,3)0");
        assertThat(pieces(json.with("added_tokens", "[]").ours(), "<s>")).containsExactly("<s>[0,3)0");
    }

    @Test
    void everyPostProcessorSaysWhatStandsAroundAText() {
        for (String json : List.of(
                TEMPLATE,
                "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"[CLS]\",1]}",
                "{\"type\":\"RobertaProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"[CLS]\",1],\"trim_offsets\":true,\"add_prefix_space\":true}",
                "{\"type\":\"Sequence\",\"processors\":[{\"type\":\"ByteLevel\",\"trim_offsets\":false}," + TEMPLATE
                        + "]}")) {
            Tokenizer tokenizer = WORD_PIECE.with("post_processor", json).ours();
            assertThat(tokenizer.special().classify()).as(json).isEqualTo(1);
            assertThat(tokenizer.special().separate()).as(json).isEqualTo(2);
            assertThat(tokenizer.unknownId()).isZero();
            assertThat(pieces(tokenizer, "ab")).containsExactly("a[0,1)0", "##b[1,2)0");
        }
    }

    @Test
    void nothingNeedStandAroundAText() {
        assertThat(WORD_PIECE.ours().special().classify()).isEqualTo(-1);
        assertThat(WORD_PIECE.ours().special().separate()).isEqualTo(-1);
        Tokenizer t5 = WORD_PIECE.with("post_processor", TEMPLATE_OF_ONE).ours();
        assertThat(t5.special().classify()).isEqualTo(-1);
        assertThat(t5.special().separate()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"[CLS]\",2]}|post_processor.cls puts \"[CLS]\" with the id 2",
                "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"[CLS]\"]}|post_processor.cls has 1 items",
                "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"gone\",-1]}|puts \"gone\" with the id -1",
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\"}}],\"special_tokens\":{\"[CLS]\":{\"ids\":[1,2]}}}|special_tokens.[CLS].ids has 2 items",
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\"}},{\"SpecialToken\":{\"id\":\"[CLS]\"}}],\"special_tokens\":{\"[CLS]\":{\"ids\":[1]}}}|is a second piece on one side",
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\"}},{\"SpecialToken\":{\"id\":\"[SEP]\"}},{\"SpecialToken\":{\"id\":\"[SEP]\"}}],\"special_tokens\":{\"[SEP]\":{\"ids\":[2]}}}|is a second piece on one side",
            })
    void whatCannotStandAroundATextIsNamed(String postProcessor, String sentence) {
        assertThatThrownBy(WORD_PIECE.with("post_processor", postProcessor)::ours)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "max_input_chars_per_word|0|model.max_input_chars_per_word is 0; it can be 1 to 1000",
                "max_input_chars_per_word|1001|is 1001; it can be 1 to 1000",
                "unk_token|\"gone\"|model.unk_token is \"gone\", which is no piece",
                "odd|1|has the member \"model.odd\"",
            })
    void modelsOfWordPieceThatCannotBeAreNamed(String member, String json, String sentence) {
        assertThatThrownBy(WORD_PIECE.withModel(member, json)::ours)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizer|{\"type\":\"BertNormalizer\",\"odd\":true}|normalizer has the member \"odd\"",
                "normalizer|{\"type\":\"BertNormalizer\",\"lowercase\":1}|normalizer.lowercase is neither true nor false",
                "normalizer|{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a+\"},\"content\":\"\"}|pattern.Regex is an expression that is not known",
                "normalizer|{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"\"}|replaces an empty text",
                "normalizer|{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}|precompiled_charsmap cannot be read",
                "normalizer|{\"type\":\"Strip\",\"odd\":true}|has the member \"odd\"",
                "normalizer|7|normalizer is no object",
                "normalizer|{\"type\":\"Sequence\",\"normalizers\":{}}|normalizer.normalizers is no list",
                "normalizer|{\"type\":7}|normalizer.type is no text",
                "normalizer|{}|normalizer.type is missing",
                "pre_tokenizer|{\"type\":\"Punctuation\",\"behavior\":\"Removed\"}|behavior is \"Removed\"; only Isolated is known",
                "pre_tokenizer|{\"type\":\"Split\",\"pattern\":{\"String\":\"ab\"},\"behavior\":\"MergedWithPrevious\",\"invert\":false}|splits at \"ab\"",
                "pre_tokenizer|{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"Isolated\",\"invert\":false}|as Isolated; only one character",
                "pre_tokenizer|{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"MergedWithPrevious\",\"invert\":true}|not inverted is known",
                "pre_tokenizer|{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Removed\",\"invert\":false}|with the behavior \"Removed\"; only Isolated",
                "pre_tokenizer|{\"type\":\"Metaspace\",\"replacement\":\"ab\"}|must put one character in the place of a blank",
                "pre_tokenizer|{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"odd\"}|prepend_scheme must be always, first or never",
                "pre_tokenizer|{\"type\":\"ByteLevel\",\"add_prefix_space\":false}|ByteLevel, which is only known before BPE",
                "pre_tokenizer|{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},{\"type\":\"Digits\"}]}|comes after ByteLevel",
            })
    void stepsThatCannotBeDoneAreNamed(String member, String json, String sentence) {
        assertThatThrownBy(WORD_PIECE.with(member, json)::ours)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void theKindMustBeThatOfTheModel() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), WORD_PIECE.text());
        WordPieceOptions options = WordPieceOptions.uncased();
        assertThat(TokenizerKind.WORDPIECE.read(file, options, "").vocabularySize())
                .isEqualTo(10);
        assertThatThrownBy(() -> TokenizerKind.BPE.read(file, options, ""))
                .hasMessageEndingWith("model.type is \"WordPiece\" and not \"BPE\"");
        assertThatThrownBy(() -> TokenizerKind.UNIGRAM.read(file, options, ""))
                .hasMessageEndingWith("model.type is \"WordPiece\" and not \"Unigram\"");
        assertThatThrownBy(() -> TokenizerKind.WORDPIECE.read(folder.resolve("no.json"), options, ""))
                .hasMessageContaining("does not exist");
    }

    private static List<String> pieces(Tokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        var pieces = new ArrayList<String>();
        for (int i = 0; i < encoding.size(); i++) {
            pieces.add("%s[%d,%d)%d"
                    .formatted(tokenizer.piece(encoding.id(i)), encoding.start(i), encoding.end(i), encoding.word(i)));
        }
        return pieces;
    }
}
