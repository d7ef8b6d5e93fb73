// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GgufTokenizerTest {
    /// Of a BPE model that SentencePiece 0.2.3 trained on a few sentences; behind three marks and 256 bytes,
    /// each with a score less by one than the one before.
    private static final String SENTENCE_PIECES = "▁t he ▁the ot at er ▁h ▁w ater ▁hot ▁water ea is mp or pu ▁is ▁pu"
            + " ▁pump ▁m ▁o otor ▁motor lo re ▁s eal ▁of ▁seal ac an ks oo pl ud ▁f ▁l ▁n ▁ t e o h r a p m s l u w i f n"
            + " , d c k";

    private final Findings findings = new Findings();

    @TempDir
    Path folder;

    private Path made;

    @BeforeEach
    void prepare() throws IOException {
        made = Files.createDirectory(folder.resolve("made"));
    }

    private Tokenizer tokenizer(Gguf gguf) {
        try (GgufCheckpoint opened = open(gguf)) {
            Path json = opened.tokenizerJson(made).orElseThrow(() -> new AssertionError(findings.problems()));
            assertThat(json).isEqualTo(made.resolve("tokenizer.json"));
            return read(json);
        }
    }

    private static Tokenizer read(Path json) {
        return TokenizerKind.BPE.read(json, WordPieceOptions.uncased(), "");
    }

    private GgufCheckpoint open(Gguf gguf) {
        return GgufCheckpoint.open(gguf.write(folder.resolve("tiny.gguf")), findings)
                .orElseThrow(() -> new AssertionError(findings.problems()));
    }

    private static List<String> pieces(Tokenizer tokenizer, String text) {
        return ids(tokenizer, text).stream().map(tokenizer::piece).toList();
    }

    private static List<Integer> ids(Tokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        return IntStream.range(0, encoding.size()).mapToObj(encoding::id).toList();
    }

    private static Gguf byteLevel(String pre) {
        return TinyGguf.byteLevel(TinyGguf.llamaWithoutTokenizer(), pre);
    }

    /// The vocabulary merges `12`, which some split before it can.
    @ParameterizedTest
    @CsvSource({"smollm, 1 2", "starcoder, 1 2", "gpt-2, 12", "phi-2, 12", "llama-bpe, 12", "qwen2, 1 2"})
    void bytesAreSplitAsTheModelWasTrained(String pre, String digits) {
        Tokenizer tokenizer = tokenizer(byteLevel(pre));

        assertThat(pieces(tokenizer, "12")).containsExactly(digits.split(" "));
        assertThat(pieces(tokenizer, "a t")).containsExactly("a", "Ġt");
        assertThat(pieces(tokenizer, "é")).containsExactly("Ã", "©");
        assertThat(tokenizer.vocabularySize()).isEqualTo(260);
        assertThat(pieces(tokenizer, "<|end|>")).doesNotContain("<|end|>");
    }

    @Test
    void qwenComposesLettersFirst() {
        assertThat(pieces(tokenizer(byteLevel("qwen2")), "e\u0301")).containsExactly("Ã", "©");
    }

    @ParameterizedTest
    @CsvSource({"smollm, , -1", "smollm, true, 1", "llama-bpe, , 1", "llama-bpe, false, -1"})
    void aTextBeginsWithAPieceWhereTheModelWasTrainedSo(String pre, Boolean said, int id) {
        Gguf gguf = byteLevel(pre);
        Gguf told = said == null ? gguf : gguf.put("tokenizer.ggml.add_bos_token", said);

        assertThat(tokenizer(told).special().classify()).isEqualTo(id);
        try (GgufCheckpoint opened = open(told)) {
            assertThat(opened.addsBeginning()).isEqualTo(id >= 0);
        }
    }

    @Test
    void aTextMayEndWithAPieceToo() {
        Tokenizer tokenizer = tokenizer(byteLevel("smollm").put("tokenizer.ggml.add_eos_token", true));

        assertThat(tokenizer.special().classify()).isNegative();
        assertThat(tokenizer.special().separate()).isZero();
    }

    @Test
    void theTokenizerBesideTheFileIsTaken() throws IOException {
        Path beside = Files.writeString(folder.resolve("tokenizer.json"), "{}");

        try (GgufCheckpoint opened = open(byteLevel("tekken"))) {
            assertThat(opened.tokenizerJson(made)).contains(beside);
            assertThat(findings.problems()).isEmpty();
            assertThat(made).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpt2 | tekken  | tiny.gguf: tokenizer.ggml.pre is "tekken"; known are [gpt-2, llama-bpe, llama-v3, llama3, phi-2, qwen2, refact, smollm, starcoder]: put the model's tokenizer.json beside the file
            gpt2 | default | tiny.gguf: tokenizer.ggml.pre is "default"; known are
            bert | smollm  | tiny.gguf: tokenizer.ggml.model is "bert"; known are "gpt2" and "llama": put the model's tokenizer.json
            """)
    void anotherKindIsRefusedByItsName(String model, String pre, String sentence) {
        Gguf gguf = TinyGguf.llamaWithoutTokenizer()
                .put("tokenizer.ggml.model", model)
                .put("tokenizer.ggml.pre", pre);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThat(opened.tokenizerJson(made)).isEmpty();
            assertThat(findings.problems()).singleElement().asString().startsWith(sentence);
            assertThat(made).isEmptyDirectory();
        }
    }

    private static Gguf sentencePiece(boolean prefix) {
        List<String> pieces = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int value = 0; value < 256; value++) {
            pieces.add("<0x%02X>".formatted(value));
        }
        pieces.addAll(List.of(SENTENCE_PIECES.split(" ")));
        int[] types = new int[pieces.size()];
        float[] scores = new float[pieces.size()];
        Arrays.setAll(types, id -> id == 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1);
        for (int id = 259; id < scores.length; id++) {
            scores[id] = 259 - id;
        }
        return TinyGguf.llamaWithoutTokenizer()
                .put("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", pieces)
                .wholes("tokenizer.ggml.token_type", types)
                .numbers("tokenizer.ggml.scores", scores)
                .put("tokenizer.ggml.add_space_prefix", prefix)
                .put("tokenizer.ggml.bos_token_id", 1)
                .put("tokenizer.ggml.eos_token_id", 2);
    }

    /// The ids are SentencePiece's.
    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of("the pump is hot", List.of(261, 277, 275, 268)),
                Arguments.of("  the  water leaks", List.of(297, 297, 261, 297, 269, 295, 270, 290)),
                Arguments.of("heat", List.of(297, 260, 263)),
                Arguments.of("übermotor 7", List.of(297, 198, 191, 101, 264, 305, 280, 297, 58)),
                Arguments.of("", List.of()),
                Arguments.of("a\nthe", List.of(297, 303, 13, 298, 260)),
                Arguments.of("hothothot waterwater", List.of(268, 301, 262, 301, 262, 269, 309, 267)),
                Arguments.of("the the", List.of(261, 261)));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void piecesWithScoresAreMergedAsSentencePieceDoes(String text, List<Integer> ids) {
        Tokenizer tokenizer = tokenizer(sentencePiece(true));

        assertThat(ids(tokenizer, text)).isEqualTo(ids);
        assertThat(tokenizer.special().classify()).isEqualTo(1);
        assertThat(tokenizer.special().separate()).isNegative();
        assertThat(tokenizer.unknownId()).isZero();
    }

    @Test
    void aBlankBeforeTheTextIsLeftOutWhereTheFileSaysSo() {
        assertThat(pieces(tokenizer(sentencePiece(false)), "heat")).containsExactly("he", "at");
    }

    @Test
    void aDamagedVocabularyIsRefused() {
        Gguf noTypes = TinyGguf.llamaWithoutTokenizer()
                .put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.pre", "smollm")
                .wholes("tokenizer.ggml.token_type", 1)
                .texts("tokenizer.ggml.tokens", List.of("a", "b"));
        refused(noTypes, "it has 2 pieces and types of 1");
        refused(
                TinyGguf.llamaWithoutTokenizer()
                        .put("tokenizer.ggml.model", "gpt2")
                        .put("tokenizer.ggml.pre", "smollm"),
                "has no tokenizer.ggml.tokens");
        refused(
                TinyGguf.llamaWithoutTokenizer()
                        .put("tokenizer.ggml.model", "gpt2")
                        .put("tokenizer.ggml.pre", "smollm")
                        .texts("tokenizer.ggml.tokens", List.of("a", "a"))
                        .texts("tokenizer.ggml.merges", List.of()),
                "pieces 0 and 1 are the same, a");
        refused(
                TinyGguf.llamaWithoutTokenizer()
                        .put("tokenizer.ggml.model", "llama")
                        .texts("tokenizer.ggml.tokens", List.of("a")),
                "it has 1 pieces and scores of 0");
    }

    private void refused(Gguf gguf, String sentence) {
        try (GgufCheckpoint opened = open(gguf)) {
            assertThatThrownBy(() -> opened.tokenizerJson(made))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(sentence);
        }
    }
}
