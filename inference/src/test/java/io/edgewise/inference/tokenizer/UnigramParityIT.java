// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;

/// Compares Unigram with the reference: a small vocabulary of our own with the steps of XLM-R, ALBERT, DeBERTa and T5,
/// on more than 100,000 texts in all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnigramParityIT {

    @ParameterizedTest
    @MethodSource("kinds")
    void hostileTextsAreCutAsByTheReference(String name, TokenizerJsonText json) {
        compare(name, json, new HostileTexts(20_261_122).next(5_000));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void realTextsAreCutAsByTheReference(String name, TokenizerJsonText json) throws IOException {
        List<String> texts = DatasetTexts.some(20);
        assertThat(texts).hasSizeGreaterThan(7_000);
        compare(name, json, texts);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void longTextsAreCutAsByTheReference(String name, TokenizerJsonText json) {
        int length = 1 << 12;
        compare(
                name,
                json,
                Stream.of("a", "the", " ", "1", "😀", "é", "e\u0301\u0323", "\0", "import ", "▁")
                        .map(unit -> unit.repeat(length))
                        .toList());
    }

    private static void compare(String name, TokenizerJsonText json, List<String> texts) {
        try (var reference = json.reference()) {
            Parity.compare(json.ours(), reference, texts, name);
        }
    }

    private static TokenizerJsonText withBytes(TokenizerJsonText json) {
        return json.withModel("byte_fallback", "true").changed(root -> {
            ArrayNode vocabulary = (ArrayNode) root.get("model").get("vocab");
            for (int value = 0; value < 256; value++) {
                vocabulary.addArray().add("<0x%02X>".formatted(value)).add(-20.0);
            }
        });
    }

    private static String metaspace(String prepend, boolean split) {
        return "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"%s\",\"split\":%b}"
                .formatted(prepend, split);
    }

    static Stream<Object[]> kinds() throws IOException {
        TokenizerJsonText small = TokenizerJsonText.read(TestFiles.fixture("unigram.json"));
        return Stream.of(
                new Object[] {"plain", small},
                new Object[] {"XLM-R", small.with("normalizer", StepsParityIT.xlmRoberta())},
                new Object[] {"multilingual E5", small.with("normalizer", StepsParityIT.multilingualE5())},
                new Object[] {"ALBERT", small.with("normalizer", StepsParityIT.albert())},
                new Object[] {"DeBERTa", small.with("normalizer", StepsParityIT.deberta())},
                new Object[] {"a blank before the text alone", small.with("pre_tokenizer", metaspace("first", true))},
                new Object[] {"bytes for what is unknown", withBytes(small)},
                new Object[] {
                    "no blank before the text, no split",
                    small.with("normalizer", StepsParityIT.multilingualE5())
                            .with("pre_tokenizer", metaspace("never", false))
                },
                new Object[] {
                    "a blank before the first word alone",
                    small.with(
                            "pre_tokenizer",
                            "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},"
                                    + metaspace("first", true) + "]}")
                },
                new Object[] {
                    "T5",
                    small.with("normalizer", StepsParityIT.xlmRoberta())
                            .with(
                                    "pre_tokenizer",
                                    "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"always\",\"split\":true}]}")
                });
    }
}
