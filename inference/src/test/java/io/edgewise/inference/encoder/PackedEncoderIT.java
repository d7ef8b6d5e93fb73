// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedEncoderIT {
    private static final Set<String> HEADS = Set.of("intent", "device", "industrial_maintie");

    @TempDir
    Path folder;

    /// An opened bundle with its model and encoder, closed in their order.
    private record Opened(Bundle bundle, Model model, Encoder encoder) implements AutoCloseable {
        Window window(String text) {
            Encoding encoding = bundle.tokenizer().encode(text);
            return new Window(encoding, 0, encoding.size());
        }

        @Override
        public void close() {
            encoder.close();
            model.close();
        }
    }

    private Opened open(BundleDraft draft) {
        Bundle bundle = Bundle.open(draft.writeTo(folder.resolve("bundle")));
        Model model = TestLibrary.lite().model(bundle.modelFile());
        try {
            return new Opened(bundle, model, Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Test
    void messagesInOnePassGetTheAnswersThatTheyGetAlone() {
        // Given
        Random random = new Random(5);
        try (Opened opened = open(TinyBundles.extraction())) {
            for (int messages = 1; messages <= 7; messages++) {
                List<Window> windows = new ArrayList<>();
                for (int m = 0; m < messages; m++) {
                    windows.add(
                            opened.window("pump 7 leaks. ".repeat(random.nextInt(2)) + "a".repeat(random.nextInt(4))));
                }

                // When
                Pass together = opened.encoder().run(windows, HEADS);

                // Then
                for (int m = 0; m < messages; m++) {
                    Pass alone = opened.encoder().run(List.of(windows.get(m)), HEADS);
                    for (int label = 0; label < 3; label++) {
                        assertThat(together.sequence("intent", m, 3, label))
                                .isCloseTo(alone.sequence("intent", 0, 3, label), within(1e-3f));
                    }
                    for (int token = 0; token < windows.get(m).tokens(); token++) {
                        for (int label = 0; label < 5; label++) {
                            assertThat(together.token("device", m, token, 5, label))
                                    .isCloseTo(alone.token("device", 0, token, 5, label), within(1e-3f));
                        }
                    }
                }
            }
            assertThat(opened.encoder().plan().applied()).isEqualTo(1);
        }
    }

    @Test
    void onlyTheOutputsAskedForAreRead() {
        try (Opened opened = open(TinyBundles.extraction())) {
            Pass pass = opened.encoder().run(List.of(opened.window("pump")), Set.of("intent"));

            assertThat(pass.sequence("intent", 0, 3, 0)).isFinite();
            assertThatThrownBy(() -> pass.token("device", 0, 0, 5, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> opened.encoder().run(List.of(opened.window("pump")), Set.of("slots")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no output \"slots\" (have: [device, embedding,");
        }
    }

    @Test
    void anEmptyTextIsRunAsItsSpecialTokens() {
        try (Opened opened = open(TinyBundles.moderation())) {
            Pass pass = opened.encoder().run(List.of(opened.window("")), Set.of("moderation"));

            assertThat(pass.sequence("moderation", 0, 7, 6)).isCloseTo(4.5345f, within(0.25f));
        }
    }

    @Test
    void aPassOfNothingIsRefused() {
        try (Opened opened = open(TinyBundles.moderation())) {
            assertThatThrownBy(() -> opened.encoder().run(List.of(), Set.of("moderation")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a pass needs at least one window");
        }
    }

    @Test
    void anEncoderGoesOnAfterAPassThatFailed() {
        try (Opened opened = open(TinyBundles.moderation())) {
            // Given: 70 tokens, and the model has 64 positions
            Encoding encoding = opened.bundle().tokenizer().encode("a ".repeat(68));

            // When, then
            assertThatThrownBy(() -> opened.encoder().run(List.of(new Window(encoding, 0, 68)), Set.of("moderation")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("a window of 70 tokens is too long: bundle moderation@1.2.3 has 64 positions");
            assertThat(opened.encoder()
                            .run(List.of(opened.window("pump")), Set.of("moderation"))
                            .sequence("moderation", 0, 7, 0))
                    .isFinite();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MISSING_SIGNATURE | /bundle/model.tflite has no signature \"batched\" (have: [packed])",
                "MISSING_HEAD      | bundle moderation@1.2.3: the model has no output \"toxicity\" (have: [embedding, moderation])",
                "OTHER_HEAD_WIDTH  | bundle moderation@1.2.3: output \"moderation\" is [1, 1, 7], bundle.json names 6 labels"
            })
    void aModelThatIsNotWhatTheBundleSaysIsRefused(Flaw flaw, String sentence) {
        assertThatThrownBy(() -> open(TinyBundles.moderation().flawed(flaw)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith(sentence);
    }

    @Test
    void aHeadOfTokensIsNoHeadOfTexts() {
        // Given: the five labels of a token head, said to be of the text
        BundleDraft draft = TinyBundles.moderation()
                .file("model.tflite", TinyFile.EXTRACTION_INT8.bytes())
                .file(
                        "golden.json",
                        "{\"texts\":[{\"text\":\"the pump\",\"ids\":\"2 93 102 3\",\"logits\":{\"device\":\"0 0 0 0 0\"}}]}")
                .describing(json -> json.put(
                        "heads",
                        List.of(Map.of(
                                "kind", "labels", "name", "device", "labels", List.of("a", "b", "c", "d", "e")))));

        assertThatThrownBy(() -> open(draft))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(
                        "bundle moderation@1.2.3: output \"device\" is [1, 3, 5] for 3 tokens of 1 message: a head of"
                                + " this kind has a row for each message");
    }

    @Test
    void aHeadOfTextsIsNoHeadOfTokens() {
        BundleDraft draft = TinyBundles.extraction()
                .file(
                        "golden.json",
                        "{\"texts\":[{\"text\":\"the pump\",\"ids\":\"2 93 102 3\",\"labels\":{\"intent\":\"0 0 0 0\"}}]}")
                .describing(json -> json.put(
                        "heads",
                        List.of(Map.of(
                                "kind",
                                "spans",
                                "name",
                                "intent",
                                "group",
                                "g",
                                "labels",
                                List.of("O", "B-a", "I-a")))));

        assertThatThrownBy(() -> open(draft))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(
                        "bundle extraction@1.2.3: output \"intent\" is [1, 1, 3] for 3 tokens of 1 message: a head of"
                                + " this kind has a row for each token");
    }

    @Test
    void anInt8ModelWithoutADelegateIsRefused() {
        Bundle bundle = Bundle.open(TinyBundles.moderation().writeTo(folder.resolve("bundle")));
        try (Model model = TestLibrary.lite().model(bundle.modelFile())) {
            assertThatThrownBy(
                            () -> Encoder.open(bundle.descriptor(), model, new InterpreterOptions(List.of(), 1, false)))
                    .isInstanceOf(DelegateException.class);
        }
    }

    @Test
    void theGoldenTestsOfTheTinyBundlesHold() {
        for (BundleDraft draft : List.of(TinyBundles.moderation(), TinyBundles.extraction())) {
            try (Opened opened = open(draft)) {
                GoldenCheck.run(opened.bundle(), opened.encoder());
            }
        }
    }

    @Test
    void aModelThatSaysSomethingElseFailsItsGoldenTests() {
        try (Opened opened = open(TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_LOGITS))) {
            assertThatThrownBy(() -> GoldenCheck.run(opened.bundle(), opened.encoder()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith("bundle " + opened.bundle().directory()
                            + ": golden tests failed on this board; it is not used\n"
                            + "  golden.json texts[0]: output moderation[0] is ")
                    .hasMessageContaining(", expected 9.0000 within 0.25");
        }
    }

    @Test
    void aTokenizerThatCutsDifferentlyFailsTheGoldenTests() {
        try (Opened opened = open(TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_IDS))) {
            assertThatThrownBy(() -> GoldenCheck.run(opened.bundle(), opened.encoder()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageEndingWith(
                            "golden.json texts[0]: token ids are [2, 93, 102, 3], expected [2, 94, 102, 3]");
        }
    }

    @Test
    void tooFewTokensWithTheirLabelFailTheGoldenTests() {
        // Given: one label of seven is another one than recorded, and nine of ten must agree
        String golden = new String(TinyFile.EXTRACTION_GOLDEN.bytes(), UTF_8)
                .replaceFirst("\"device\": \"0 2 1 3 4 0 1\"", "\"device\": \"0 2 1 3 4 0 2\"");
        try (Opened opened = open(TinyBundles.extraction().file("golden.json", golden))) {
            assertThatThrownBy(() -> GoldenCheck.run(opened.bundle(), opened.encoder()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageEndingWith(
                            "golden.json texts[0]: output device has 6 of 7 tokens with the expected label");
        }
        try (Opened opened = open(TinyBundles.extraction()
                .file("golden.json", golden)
                .describing("golden", g -> g.put("label-agreement", 0.85)))) {
            GoldenCheck.run(opened.bundle(), opened.encoder());
        }
    }

    @Test
    void aGoldenTextLongerThanTheModelIsAFailureAndNoCrash() {
        String ids = "2" + " 5".repeat(70) + " 3";
        String golden = "{\"texts\":[{\"text\":\"%s\",\"ids\":\"%s\",\"logits\":{\"moderation\":\"0 0 0 0 0 0 0\"}}]}"
                .formatted("a ".repeat(70), ids);
        try (Opened opened = open(TinyBundles.moderation().file("golden.json", golden))) {
            assertThatThrownBy(() -> GoldenCheck.run(opened.bundle(), opened.encoder()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageEndingWith("golden.json texts[0]: 72 tokens, the model takes at most 64");
        }
    }

    @Test
    void wordsThatTheModelHasNoRowForFailWhereverTheyAreSeen() {
        try (Opened opened = open(TinyBundles.moderation().flawed(Flaw.IDS_OUT_OF_RANGE))) {
            assertThatThrownBy(() -> opened.encoder().run(List.of(opened.window("pump x7")), Set.of("moderation")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("gather index out of bounds");
            assertThat(opened.encoder()
                            .run(List.of(opened.window("pump")), Set.of("moderation"))
                            .sequence("moderation", 0, 7, 0))
                    .isFinite();
        }
    }
}
