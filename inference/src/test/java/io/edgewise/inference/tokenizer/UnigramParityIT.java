// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares Unigram with the reference: a small vocabulary of our own with the steps of XLM-R and T5, and the
/// character map of a SentencePiece model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnigramParityIT {

    private final List<String> realTexts = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("kinds")
    void hostileTextsAreCutAsByTheReference(String name, TokenizerJsonText json) {
        compare(name, json, new HostileTexts(20_261_122).next(20_000));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void realTextsAreCutAsByTheReference(String name, TokenizerJsonText json) throws IOException {
        assertThat(realTexts()).hasSizeGreaterThan(15_000);
        compare(name, json, realTexts());
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

    @Test
    void sentencePieceModelIsReadAsTheReferenceWouldReadIt() throws IOException {
        var file = TestFiles.thirdParty("litertlm_testdata/sentencepiece.model");
        Tokenizer ours = SentencePieceFile.read(file);
        var pieces = new StringBuilder("[");
        var json = TokenizerJsonText.read(TestFiles.fixture("unigram.json"));
        assertThat(ours.vocabularySize()).isEqualTo(4_000);
        assertThat(ours.piece(ours.classifyId())).isEqualTo("<s>");
        assertThat(ours.piece(ours.separatorId())).isEqualTo("</s>");
        double[] scores = SentencePieceScores.read(file);
        for (int id = 0; id < scores.length; id++) {
            pieces.append(id == 0 ? "" : ",")
                    .append("[\"")
                    .append(ours.piece(id).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\",")
                    .append(scores[id])
                    .append(']');
        }
        var converted = json.withModel("vocab", pieces.append(']').toString())
                .withModel("unk_id", "0")
                .with("normalizer", xlmRoberta());
        try (var reference = converted.reference()) {
            Parity.compare(ours, reference, new HostileTexts(3).next(20_000), "sentencepiece.model");
            Parity.compare(ours, reference, realTexts(), "sentencepiece.model");
        }
    }

    private static void compare(String name, TokenizerJsonText json, List<String> texts) {
        try (var reference = json.reference()) {
            // The reference gives a piece another place where this mark, which becomes two, is before one that goes.
            Parity.compare(
                    json.ours(),
                    reference,
                    texts.stream().filter(text -> text.indexOf(0x344) < 0).toList(),
                    name);
        }
    }

    static Stream<Object[]> kinds() throws IOException {
        TokenizerJsonText small = TokenizerJsonText.read(TestFiles.fixture("unigram.json"));
        return Stream.of(
                new Object[] {"plain", small},
                new Object[] {"XLM-R", small.with("normalizer", xlmRoberta())},
                new Object[] {
                    "T5",
                    small.with("normalizer", xlmRoberta())
                            .with(
                                    "pre_tokenizer",
                                    "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"always\",\"split\":true}]}")
                });
    }

    private static String xlmRoberta() throws IOException {
        byte[] model = Files.readAllBytes(TestFiles.thirdParty("litertlm_testdata/sentencepiece.model"));
        String map = Base64.getEncoder().encodeToString(SentencePieceScores.characterMap(model));
        return "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + map
                + "\"},{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},\"content\":\" \"}]}";
    }

    private List<String> realTexts() throws IOException {
        if (realTexts.isEmpty()) {
            var all = List.copyOf(new DatasetTexts().below(TestFiles.datasets()));
            IntStream.range(0, all.size())
                    .filter(i -> i % 8 == 0)
                    .mapToObj(all::get)
                    .forEach(realTexts::add);
        }
        return realTexts;
    }
}
