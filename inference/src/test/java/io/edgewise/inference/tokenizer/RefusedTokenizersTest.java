// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that cannot be what they should are refused with a sentence that names what is wrong.
class RefusedTokenizersTest {

    private static final String SPLIT_AT_A =
            "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a+)+\"},\"behavior\":\"Isolated\",\"invert\":false}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizer|{\"type\":\"ByteLevel\"}|normalizer is the normalizer \"ByteLevel\"",
                "pre_tokenizer|{\"type\":\"UnicodeScripts\"}|is the pre-tokenizer \"UnicodeScripts\"",
                "pre_tokenizer|" + SPLIT_AT_A + "|is the expression (a+)+, which is none of those known",
                "pre_tokenizer|{\"type\":\"Digits\",\"odd\":1}|has the member \"odd\"",
                "post_processor|{\"type\":\"Odd\"}|is the post-processor \"Odd\"",
                "post_processor|{\"type\":\"BertProcessing\",\"cls\":[\"nowhere?\",7],\"sep\":[\"</s>\",2]}|\"nowhere?\" with the id 7 around a text",
                "odd|1|has the member \"odd\"",
                "added_tokens|[{\"id\":2000000,\"content\":\"<x>\"}]|the id 2000000; ids are 0 to 999999",
                "added_tokens|[{\"id\":9000,\"content\":\"<x>\"}]|has no piece with the id 3000",
                "added_tokens|[{\"id\":3000,\"content\":\"<s>\"}]|has \"<s>\" with the ids 0 and 3000",
                "added_tokens|[{\"id\":5,\"content\":\"<x>\"}]|the vocabulary gives it to \"!\"",
                "added_tokens|[{\"id\":3000,\"content\":\"pump\"}]|adds the word \"pump\"",
                "added_tokens|[{\"id\":3000,\"content\":\"<>\"}]|adds the word \"<>\"",
                "added_tokens|[{\"id\":3000,\"content\":\"<x\"}]|adds the word \"<x\"",
                "added_tokens|[{\"id\":3000,\"content\":\"x]\"}]|adds the word \"x]\"",
                "added_tokens|[{\"id\":3000,\"content\":\"<x]\"}]|adds the word \"<x]\"",
            })
    void unknownStepsAreNamed(String member, String json, String sentence) throws IOException {
        assertThatThrownBy(bytePairs().with(member, json)::ours)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type|\"Odd\"|model.type is \"Odd\"",
                "odd|1|has the member \"model.odd\"",
                "dropout|0.1|model.dropout leaves out merges at random",
                "dropout|\"x\"|model.dropout leaves out merges at random",
                "merges|[\"a\"]|merge 1 is \"a\"; a merge is two pieces",
                "merges|[\"q z\"]|needs the piece \"qz\"",
                "merges|[\"i n\",\"i n\"]|merge 2 joins \"i\" and \"n\" a second time",
                "vocab|{\"a\":1.5}|where the id of \"a\" should be",
                "vocab|{\"a\":-1}|gives \"a\" the id -1",
                "vocab|{\"a\":7,\"b\":7}|gives the id 7 to \"a\" and to \"b\"",
                "vocab|7|where model.vocab should be START_OBJECT",
                "unk_token|\"[UNK]\"|is \"[UNK]\", which is no piece",
                "end_of_word_suffix|\"</w>\"|is not known",
            })
    void damagedModelsAreNamed(String member, String json, String sentence) throws IOException {
        assertThatThrownBy(bytePairs().with("added_tokens", "[]").withModel(member, json)::ours)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFileThatIsCutShortOrFlippedIsRefusedOrRead() throws IOException {
        for (String name : new String[] {"bpe.json", "unigram.json"}) {
            byte[] whole = Files.readAllBytes(TestFiles.fixture(name));
            var random = new SplittableRandom(5);
            for (int i = 0; i < 60; i++) {
                Path file = folder.resolve("tokenizer.json");
                byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
                Files.write(file, damaged);
                assertThatThrownBy(() -> TokenizerJsonReader.read(file)).isInstanceOf(TokenizerException.class);
            }
        }
    }

    @Test
    void aSentencePieceModelThatIsCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(TestFiles.thirdParty("litertlm_testdata/sentencepiece.model"));
        var random = new SplittableRandom(5);
        Path file = folder.resolve("sentencepiece.model");
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                assertThat(SentencePieceFile.read(file, "Unigram")
                                .encode("The pump ½ Ａ leaks")
                                .size())
                        .isPositive();
            } catch (TokenizerException refused) {
                assertThat(refused).hasMessageContaining("sentencepiece.model");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0a08 0a0161 1500000000 |                                  has no unknown piece",
                "1202 1803 |                                               has the model type 3",
                "1202 1802 |                                               is \"BPE\" and not \"Unigram\"",
                "0a0a 0a0161 150000c07f 1801 |                             with a score that is no finite number",
                "0a0a 0a0161 1500000000 1804 |                             at id 0 \"a\" as a user-defined piece",
                "0a0c 0a03616263 1500000000 1804 |                         at id 0 \"abc\" as a user-defined piece",
                "0a0a 0a0161 1500000000 1802 1a06 120401020304 |           has a normalizer that is no character map",
                "0a05 0a0161 |                                             it ends in the middle of a field",
                "ffffffffffffffffffff |                                    a number at offset 10 does not end",
                "0801 |                                                    field 1 has the wire type 0 and not 2",
                "53 |                                                      unknown wire type 3",
                "0a05 0a0161 1a00 |                                        field 3 has the wire type 2 and not 0",
                "0a05 0a0161 1001 |                                        field 2 has the wire type 0 and not 5",
                "0a02 1801 |                                               has a piece of 0 characters",
            })
    void sentencePieceModelsThatCannotBeAreNamed(String bytes, String sentence) throws IOException {
        Path file = Files.write(folder.resolve("odd.model"), HexFormat.of().parseHex(bytes.replace(" ", "")));
        assertThatThrownBy(() -> TokenizerKind.UNIGRAM.read(file, WordPieceOptions.uncased(), ""))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void fieldsOfASentencePieceModelThatAreNotUsedAreSkipped() throws IOException {
        // Each wire type under a number that means nothing, in the model and in its piece.
        byte[] model = HexFormat.of()
                .parseHex("5001" + "590000000000000000" + "52020000" + "5500000000" + "0a0c0a0161150000000018025001");
        Path file = Files.write(folder.resolve("small.model"), model);
        Tokenizer tokenizer = TokenizerKind.UNIGRAM.read(file, WordPieceOptions.uncased(), "");
        assertThat(tokenizer.vocabularySize()).isOne();
        assertThat(tokenizer.unknownId()).isZero();
        assertThat(tokenizer.special().classify()).isEqualTo(-1);
    }

    @Test
    void textsOfALibraryAreNotObeyed() throws IOException {
        Tokenizer tokenizer = bytePairs().ours();
        Encoding encoding = tokenizer.encode("a</s><s>b");
        for (int i = 0; i < encoding.size(); i++) {
            assertThat(encoding.id(i)).isGreaterThan(4);
        }
        Encoding unigram =
                TokenizerJsonText.read(TestFiles.fixture("unigram.json")).ours().encode("a</s><s>b");
        for (int i = 0; i < unigram.size(); i++) {
            assertThat(unigram.id(i)).isNotIn(0, 1, 2, 4);
        }
    }

    @Test
    void vocabularyAndMergesInTwoFilesAreTheSameTokenizer() throws IOException {
        Tokenizer two = TokenizerKind.BPE.read(TestFiles.fixture("vocab.json"), WordPieceOptions.uncased(), "");
        Tokenizer one = TokenizerKind.BPE.read(TestFiles.fixture("bpe.json"), WordPieceOptions.uncased(), "");
        String text = "Answers leave in the order of arrival.";
        Encoding expected = one.encode(text);
        Encoding encoding = two.encode(text);
        assertThat(encoding.size()).isEqualTo(expected.size());
        for (int i = 0; i < encoding.size(); i++) {
            assertThat(encoding.id(i)).isEqualTo(expected.id(i));
        }
        assertThat(two.piece(two.special().classify())).isEqualTo("<s>");
        assertThat(text.substring(encoding.start(encoding.size() - 1), encoding.end(encoding.size() - 1)))
                .isEqualTo(".");
    }

    private static TokenizerJsonText bytePairs() throws IOException {
        return TokenizerJsonText.read(TestFiles.fixture("bpe.json"));
    }
}
