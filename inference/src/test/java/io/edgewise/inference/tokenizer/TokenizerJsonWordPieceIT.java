// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares WordPiece that is read from a `tokenizer.json` with the reference and with the same vocabulary in a
/// `vocab.txt`.
final class TokenizerJsonWordPieceIT {

    private static final String WORDS = "{\"type\":\"Whitespace\"}";

    @Test
    void hostileTextsAreCutAsByTheReference() throws IOException {
        compare("MiniLM", miniLm(), new HostileTexts(20_261_205).next(50_000));
    }

    @Test
    void realTextsAreCutAsByTheReference() {
        List<String> texts = DatasetTexts.some(2);
        assertThat(texts).hasSizeGreaterThan(50_000);
        compare("MiniLM", miniLm(), texts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderation", "moderation-small", "extraction", "extraction-small"})
    void bothFilesOfAModelAreTheSameTokenizer(String model) {
        Path folder = TestFiles.model(model);
        Tokenizer json = TokenizerKind.WORDPIECE.read(folder.resolve("tokenizer.json"), WordPieceOptions.cased(), "");
        Tokenizer text = TokenizerKind.WORDPIECE.read(folder.resolve("vocab.txt"), WordPieceOptions.uncased(), "");
        assertThat(json).isInstanceOf(WordPieceTokenizer.class);
        assertThat(json.vocabularySize()).isEqualTo(text.vocabularySize());
        assertThat(json.special().classify()).isEqualTo(text.special().classify());
        assertThat(json.special().separate()).isEqualTo(text.special().separate());
        assertThat(json.unknownId()).isEqualTo(text.unknownId());
        for (String hostile : new HostileTexts(3).next(2_000)) {
            assertThat(Parity.difference(hostile, json.encode(hostile), Parity.pieces(text.encode(hostile))))
                    .isEmpty();
        }
    }

    /// What other steps than BERT's make of the same vocabulary.
    @ParameterizedTest
    @MethodSource("otherSteps")
    void otherStepsAreDoneAsByTheReference(String name, TokenizerJsonText json) {
        assertThat(json.ours()).isInstanceOf(PipelineTokenizer.class);
        compare(name, json, new HostileTexts(20_261_206).next(3_000));
        compare(name, json, List.of("a".repeat(100) + " " + "a".repeat(101), "😀".repeat(512), "\u0301", ""));
    }

    static Stream<Object[]> otherSteps() {
        TokenizerJsonText bert = miniLm();
        return Stream.of(
                new Object[] {
                    "from scratch",
                    bert.with(
                                    "normalizer",
                                    StepsParityIT.sequence(
                                            StepsParityIT.type("NFD"),
                                            StepsParityIT.type("Lowercase"),
                                            StepsParityIT.type("StripAccents")))
                            .with("pre_tokenizer", WORDS)
                },
                new Object[] {
                    "not cleaned", bert.with("normalizer", ReferenceTokenizer.bertNormalizer(false, true, true, true))
                },
                new Object[] {"other words", bert.with("pre_tokenizer", WORDS)},
                new Object[] {
                    "MPNet",
                    bert.with(
                            "post_processor",
                            "{\"type\":\"RobertaProcessing\",\"sep\":[\"[SEP]\",102],\"cls\":[\"[CLS]\",101],\"trim_offsets\":true,\"add_prefix_space\":false}")
                },
                new Object[] {
                    "short words", bert.with("pre_tokenizer", WORDS).withModel("max_input_chars_per_word", "5")
                });
    }

    private static TokenizerJsonText miniLm() {
        try {
            return TokenizerJsonText.read(TestFiles.thirdParty("minilm_l6/tokenizer.json"))
                    .without("truncation")
                    .without("padding");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(String name, TokenizerJsonText json, List<String> texts) {
        try (var reference = json.reference()) {
            Parity.compare(json.ours(), reference, texts, name);
        }
    }
}
