// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundleDescriptorReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource({"wrongBlocks", "wrongHeads", "wrongSequences"})
    void aWrongDescriptionIsRefusedWithASentence(BundleDraft draft, String problem) {
        Path bundle = draft.writeTo(folder.resolve("bundle"));

        assertThatThrownBy(() -> Bundle.describe(bundle))
                .isInstanceOf(BundleException.class)
                .message()
                .matches("(?s)bundle [^:]+: bundle\\.json line \\d+: .*")
                .contains(problem);
    }

    static Stream<Arguments> wrongBlocks() {
        return Stream.of(
                Arguments.of(changed(json -> json.remove("name")), "name: is missing: short name"),
                Arguments.of(changed(json -> json.put("name", "A")), "name: expected [a-z0-9]"),
                Arguments.of(changed(json -> json.put("name", "a/../b")), "name: expected [a-z0-9]"),
                Arguments.of(changed(json -> json.put("version", "1.0")), "version: expected \\d+"),
                Arguments.of(changed(json -> json.put("format", 0)), "format: expected a whole number from 1"),
                Arguments.of(changed(json -> json.put("task", "moderate")), "task: unknown \"moderate\""),
                Arguments.of(
                        changed(json -> json.put("task", "extraction")), "heads: the task extraction needs a head"),
                Arguments.of(changed(json -> json.put("licence", " ")), "licence: expected a text, got an empty one"),
                Arguments.of(
                        changed(json -> json.put("languages", List.of(Map.of()))), "languages[0]: expected a value"),
                Arguments.of(
                        changed(json -> json.put("foldings", List.of("leat"))),
                        "foldings[0]: unknown \"leat\": did you mean \"leet\"?"),
                Arguments.of(
                        TinyBundles.extraction().describing(json -> json.put("foldings", List.of("leet"))),
                        "foldings: a text and what it folds to are read into the higher score of each label"),
                Arguments.of(changed(json -> json.remove("model")), "model.file: is missing"),
                Arguments.of(
                        block("files", f -> f.put("vocab.txt", Map.of("bytes", 1, "sha256", "A".repeat(64)))),
                        "files.vocab.txt.sha256: expected [0-9a-f]{64}"),
                Arguments.of(
                        block("files", f -> f.put("vocab.txt", Map.of("bytes", -1, "sha256", "a".repeat(64)))),
                        "files.vocab.txt.bytes: expected a whole number from 0"),
                Arguments.of(block("model", m -> m.put("max-positions", 2)), "model.max-positions: expected a whole"),
                Arguments.of(block("model", m -> m.put("pack-tokens", 513)), "model.pack-tokens: expected a whole"),
                Arguments.of(block("window", w -> w.put("tokens", 7)), "window.tokens: expected a whole number from 8"),
                Arguments.of(
                        block("window", w -> w.put("overlap", 16)),
                        "window: overlap is 16, at most half a window, 15, makes sense"),
                Arguments.of(block("golden", g -> g.put("label-agreement", 1.5)), "golden.label-agreement: expected a"),
                Arguments.of(block("tokenizer", t -> t.put("type", "morse")), "tokenizer.type: unknown \"morse\""),
                Arguments.of(block("tokenizer", t -> t.put("lowercase", "yes")), "tokenizer.lowercase: expected true"),
                Arguments.of(
                        block("tokenizer", t -> t.put("unknown", "")),
                        "tokenizer: unknown must be a piece of the vocabulary, but it is empty"),
                Arguments.of(
                        block("tokenizer", t -> t.put("classify", "[SEP]")),
                        "tokenizer: unknown, classify and separate must be three different pieces"),
                Arguments.of(
                        block("tokenizer", t -> t.put("continuation", "# #")),
                        "tokenizer: continuation must have no white space"),
                Arguments.of(
                        block("tokenizer", t -> t.put("max-word-chars", 1001)),
                        "tokenizer.max-word-chars: expected a whole number from 1 to 1000"));
    }

    static Stream<Arguments> wrongSequences() {
        return Stream.of(
                Arguments.of(block("model", m -> m.put("form", "sequance")), "model.form: unknown \"sequance\""),
                Arguments.of(block("model", m -> m.remove("signature")), "model.signature: is missing: key of the"),
                Arguments.of(
                        block("model", m -> m.put("inputs", Map.of("ids", 0))),
                        "model.inputs: are those of a sequence; write \"form\": \"sequence\""),
                Arguments.of(sequence(m -> m.remove("inputs")), "model.inputs: ids is missing: the input that takes"),
                Arguments.of(
                        sequence(m -> m.put("inputs", Map.of("ids", 0, "msk", 1))),
                        "model.inputs.msk: unknown key: did you mean \"mask\"?"),
                Arguments.of(sequence(m -> m.put("length", 7)), "model.length: expected a whole number from 8"),
                Arguments.of(
                        sequence(m -> m.put("padding", Map.of("id", 120))),
                        "model.padding.id: is 120, the word table has 120 rows (vocabulary-size), the first of which is"
                                + " 0"),
                Arguments.of(sequence(m -> m.put("length", 16)), "window: tokens is 32, the model takes at most 16"),
                Arguments.of(
                        sequence(m -> m.put("padding", Map.of("side", "top"))),
                        "model.padding.side: unknown \"top\": (have: right, left)"),
                Arguments.of(
                        changed(json -> json.put("task", "classification"))
                                .describing(json -> json.put("heads", List.of())),
                        "heads: the task classification needs one head, of kind choice or labels, beside any of kind vector"),
                Arguments.of(
                        changed(json -> json.put("task", "embedding")),
                        "heads: the task embedding needs one head, of kind vector"),
                Arguments.of(
                        head(h -> h.put("activation", "relu")),
                        "heads[0].activation: unknown \"relu\": (have: logits, softmax, sigmoid)"),
                Arguments.of(head(h -> h.put("kind", "vector")), "heads[0].labels: the numbers of a vector stand for"),
                Arguments.of(head(h -> h.put("min-score", 2)), "heads[0].min-score: expected a number from"));
    }

    static Stream<Arguments> wrongHeads() {
        return Stream.of(
                Arguments.of(
                        changed(json -> json.remove("heads")), "heads: the task moderation needs exactly one head"),
                Arguments.of(
                        head(h -> h.put("kind", "span")), "heads[0].kind: unknown \"span\": did you mean \"spans\"?"),
                Arguments.of(head(h -> h.put("labels", List.of())), "heads[0].labels: is missing: what each number"),
                Arguments.of(
                        head(h -> h.put("labels", List.of("toxic", "insult", "toxic"))),
                        "heads[0].labels: the label \"toxic\" stands twice"),
                Arguments.of(
                        head(h -> h.put("calibration", Map.of("toxic", Map.of("scale", 0)))),
                        "heads[0].calibration.toxic.scale: expected a number"),
                Arguments.of(
                        head(h -> h.put("calibration", Map.of("toxik", Map.of("scale", 1)))),
                        "heads[0].calibration: unknown label \"toxik\": did you mean \"toxic\"?"),
                Arguments.of(
                        head(h -> h.put("thresholds", Map.of("toxic", Map.of("review", 0.9, "block", 0.5)))),
                        "heads[0].thresholds.toxic.review: thresholds: expected 0 < review <= block <= 1"),
                Arguments.of(
                        head(h -> h.put("thresholds", Map.of("toxic", Map.of("block", 0)))),
                        "heads[0].thresholds.toxic.review: thresholds: expected 0 < review"),
                Arguments.of(
                        head(h -> h.put("types", Map.of("toxik", "TOXIC"))), "heads[0].types: unknown type \"toxik\""),
                Arguments.of(
                        span(h -> h.put("labels", List.of("O", "B-a", "I-b"))),
                        "heads[1].labels: expected O, and B-x and I-x for each type x, got [O, B-a, I-b]"),
                Arguments.of(span(h -> h.put("labels", List.of("O", "B-a"))), "heads[1].labels: expected O, and B-x"),
                Arguments.of(span(h -> h.put("labels", List.of())), "heads[1].labels: expected O, and B-x"),
                Arguments.of(
                        span(h -> h.put("labels", List.of("O", "B-", "I-"))), "heads[1].labels: expected O, and B-x"),
                Arguments.of(
                        span(h -> h.put("labels", List.of("O", "B-a", "I-a", "B-a", "I-a"))),
                        "heads[1].labels: the label \"B-a\" stands twice"),
                Arguments.of(span(h -> h.remove("group")), "heads[1].group: is missing: the extraction group"),
                Arguments.of(
                        span(h -> h.put("types", Map.of("plaec", "PLACE"))),
                        "heads[1].types: unknown type \"plaec\": did you mean \"place\"?"),
                Arguments.of(span(h -> h.put("name", "intent")), "heads: two heads have the same name"),
                Arguments.of(
                        TinyBundles.extraction()
                                .describing(json -> heads(json).getFirst().remove("group")),
                        "heads[0].group: is missing: the extraction group"));
    }

    @Test
    void aSequenceNamesItsInputsByRole() {
        Path bundle = sequence(m -> {
                    m.put("inputs", Map.of("ids", 1, "mask", "attention_mask", "type-ids", "2", "positions", "3"));
                    m.put("padding", Map.of("id", 1, "side", "left"));
                })
                .writeTo(folder.resolve("bundle"));

        assertThat(Bundle.describe(bundle).model())
                .isEqualTo(new ModelEntry.Sequence(
                        "model.tflite",
                        Optional.empty(),
                        120,
                        32,
                        Map.of(
                                InputRole.IDS, "1",
                                InputRole.MASK, "attention_mask",
                                InputRole.TYPE_IDS, "2",
                                InputRole.POSITIONS, "3"),
                        new ModelEntry.Padding(1, ModelEntry.Padding.Side.LEFT)));
        assertThat(Bundle.describe(bundle).model().packTokens()).isZero();
    }

    @Test
    void labelsOfTokensMayStandInAnyOrder() {
        Path bundle = span(h -> h.put("labels", List.of("I-place", "B-time", "O", "I-time", "B-place")))
                .writeTo(folder.resolve("bundle"));

        assertThat(Bundle.describe(bundle).heads().get(1)).isInstanceOfSatisfying(Head.Spans.class, head -> {
            assertThat(head.columns()).containsExactly(2, 1, 3, 4, 0);
            assertThat(head.type(4)).isEqualTo("place");
        });
    }

    @Test
    void whatIsLeftOutOfTheTokenizerIsBertsUncasedOne() {
        Path bundle = block("tokenizer", t -> t.remove("type")).writeTo(folder.resolve("bundle"));

        assertThat(Bundle.describe(bundle).tokenizer().options()).isEqualTo(WordPieceOptions.uncased());
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Path bundle = TinyBundles.moderation()
                .describing(json -> json.put("version", "one"))
                .describing("window", w -> w.put("tokens", 1))
                .describing("model", m -> m.put("hiden-size", 1))
                .writeTo(folder.resolve("bundle"));

        assertThatThrownBy(() -> Bundle.describe(bundle))
                .message()
                .contains("version: expected")
                .contains("model.hiden-size: unknown key: did you mean \"hidden-size\"?")
                .contains("window.tokens: expected");
    }

    private static BundleDraft changed(Consumer<Map<String, Object>> change) {
        return TinyBundles.moderation().describing(change);
    }

    private static BundleDraft block(String block, Consumer<Map<String, Object>> change) {
        return TinyBundles.moderation().describing(block, change);
    }

    /// A plain graph in place of the packed signature.
    private static BundleDraft sequence(Consumer<Map<String, Object>> change) {
        return block("model", m -> {
            m.keySet().removeIf(key -> !key.equals("file") && !key.equals("vocabulary-size"));
            m.put("form", "sequence");
            m.put("length", 32);
            m.put("inputs", Map.of("ids", 0));
            change.accept(m);
        });
    }

    /// The only head of a moderation, bare of what depends on its labels.
    private static BundleDraft head(Consumer<Map<String, Object>> change) {
        return changed(json -> {
            Map<String, Object> head = heads(json).getFirst();
            head.remove("calibration");
            head.remove("thresholds");
            change.accept(head);
        });
    }

    /// The head `device` of an extraction.
    private static BundleDraft span(Consumer<Map<String, Object>> change) {
        return TinyBundles.extraction()
                .describing(json -> change.accept(heads(json).get(1)));
    }

    @SuppressWarnings("unchecked") // a draft is made of maps with text keys
    private static List<Map<String, Object>> heads(Map<String, Object> json) {
        return json.get("heads") instanceof List<?> heads ? (List<Map<String, Object>>) heads : new ArrayList<>();
    }
}
