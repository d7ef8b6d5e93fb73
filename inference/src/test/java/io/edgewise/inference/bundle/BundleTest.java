// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    @TempDir
    Path folder;

    @Test
    void aRightBundleOpens() {
        // When
        Bundle bundle = Bundle.open(write(TinyBundles.extraction()));

        // Then
        BundleDescriptor descriptor = bundle.descriptor();
        assertThat(descriptor.id()).isEqualTo("extraction@1.2.3");
        assertThat(descriptor.task()).isEqualTo(TaskKind.EXTRACTION);
        assertThat(descriptor.languages()).containsExactly("en");
        assertThat(descriptor.files().keySet())
                .containsExactly("vocab.txt", "MODEL_CARD.md", "model.tflite", "golden.json");
        assertThat(descriptor.model())
                .isEqualTo(new ModelEntry.Packed("model.tflite", "packed", 120, 64, 32, 64, ModelEntry.Pooling.MEAN));
        assertThat(descriptor.window()).isEqualTo(new BundleDescriptor.WindowEntry(32, 8));
        assertThat(descriptor.golden()).isEqualTo(new BundleDescriptor.GoldenEntry("golden.json", 0.25, 0.9));
        assertThat(descriptor.heads()).extracting(Head::name).containsExactly("intent", "device", "industrial_maintie");
        assertThat(descriptor.heads().get(2)).isInstanceOfSatisfying(Head.Spans.class, head -> {
            assertThat(head.group()).isEqualTo("maintenance");
            assertThat(head.type(1)).isEqualTo("EQUIPMENT");
            assertThat(head.type(5)).isEqualTo("State");
        });
        assertThat(bundle.directory()).isEqualTo(folder.resolve("bundle"));
        assertThat(bundle.modelFile().path()).contains(folder.resolve("bundle/model.tflite"));
        assertThat(bundle.goldenTests().texts()).hasSize(6);
        bundle.modelFile().close();
    }

    @Test
    void calibrationAndThresholdsTakeWhatIsLeftOutFromEachOther() {
        BundleDescriptor descriptor = Bundle.describe(write(TinyBundles.moderation()));

        assertThat(descriptor.heads()).singleElement().isInstanceOfSatisfying(Head.Labels.class, head -> {
            assertThat(head.calibration()).containsOnlyKeys("spam").containsEntry("spam", new Calibration(0.5, -0.25));
            assertThat(head.thresholds())
                    .containsEntry("toxic", new Thresholds(0.5, 0.8))
                    .containsEntry("severe_toxic", new Thresholds(0.6, 1))
                    .containsEntry("insult", new Thresholds(0.9, 0.9))
                    .doesNotContainKey("threat");
        });
    }

    @Test
    void theTokenizerIsTheBundles() {
        Bundle bundle = Bundle.open(write(TinyBundles.moderation()));

        Encoding encoding = bundle.tokenizer().encode("the pump");

        assertThat(List.of(encoding.id(0), encoding.id(1))).containsExactly(93, 102);
        bundle.modelFile().close();
    }

    /// Flaws and the end of the sentence that each gets.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "NO_DESCRIPTOR          | there is no bundle\\.json in it",
                "NOT_JSON               | bundle\\.json can't be read: line \\d+, column \\d+: .*",
                "CHANGED_BYTE           | model\\.tflite has SHA-256 [0-9a-f]{64}, bundle\\.json says 1176734098bc[0-9a-f]{52}: it was changed since the bundle was made; copy the bundle again",
                "CHANGED_VOCABULARY     | vocab\\.txt has SHA-256 [0-9a-f]{64}, bundle\\.json says [0-9a-f]{64}: it was changed .*",
                "OTHER_SIZE             | model\\.tflite has 17208 bytes, bundle\\.json says 34416: it was cut short or changed; copy the bundle again",
                "MISSING_FILE           | vocab\\.txt is missing",
                "WRONG_DIGEST           | golden\\.json has SHA-256 [0-9a-f]{64}, bundle\\.json says 0{64}: it was changed .*",
                "UNLISTED_FILE          | bundle\\.json line \\d+: files: \"vocab\\.txt\" is used but not listed: \\(have: MODEL_CARD\\.md, model\\.tflite, golden\\.json\\)",
                "FILE_OUTSIDE           | \\.\\./outside\\.txt points out of the bundle",
                "LINK_OUTSIDE           | vocab\\.txt points out of the bundle",
                "IMPOSSIBLE_NAME        | a\\?b is no name of a file: Nul character not allowed",
                "UNKNOWN_KEY            | bundle\\.json line \\d+: licenze: unknown key: did you mean \"licence\"\\? .*",
                "UNKNOWN_LABEL          | bundle\\.json line \\d+: heads\\[0\\]\\.thresholds: unknown label \"insutl\": did you mean \"insult\"\\? .*",
                "FORMAT_2               | bundle\\.json line \\d+: format: this Edgewise reads format 1, the bundle has 2: install a newer Edgewise",
                "WINDOW_ABOVE_POSITIONS | bundle\\.json line \\d+: window: tokens is 65, the model takes at most 64",
                "LONG_VOCABULARY        | vocab\\.txt has 121 pieces, the model's word table has 120 rows: ids out of range would be looked up; the two files are not of one model",
                "SHORT_VOCABULARY       | vocab\\.txt has 119 pieces, the model's word table has 120 rows: .*",
                "NO_GOLDEN_TEXTS        | golden\\.json has no texts: a model without tests is not used"
            })
    void aWrongBundleIsRefusedWithASentence(Flaw flaw, String sentence) {
        Path bundle = write(TinyBundles.moderation().flawed(flaw));

        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .message()
                .startsWith("bundle " + bundle + ": ")
                .matches("bundle [^:]+: " + sentence);
    }

    @ParameterizedTest
    @CsvSource({"TRUNCATED_MODEL, it is damaged or cut short: ", "NOT_A_MODEL, it is not a TensorFlow Lite model "})
    void aModelWithTheRightDigestsThatIsNoneIsRefused(Flaw flaw, String sentence) {
        Path bundle = write(TinyBundles.moderation().flawed(flaw));

        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("model file " + bundle.resolve("model.tflite") + " can't be used: " + sentence);
    }

    @Test
    void aModelWhoseTablesWereChangedOnTheWayIsToldByItsDigest() {
        Path bundle = write(TinyBundles.moderation().afterwards(written -> {
            byte[] model = TinyFile.MODERATION_INT8.bytes();
            model[0] ^= 0x40;
            replace(written.resolve("model.tflite"), model);
        }));

        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("model.tflite has SHA-256 ")
                .hasMessageEndingWith("copy the bundle again");
    }

    @Test
    void whatIsWrongWithSeveralFilesIsToldAtOnce() {
        Path cut = write(TinyBundles.moderation().flawed(Flaw.OTHER_SIZE).flawed(Flaw.MISSING_FILE));
        assertThat(catchThrowable(() -> Bundle.open(cut)))
                .hasMessage("bundle " + cut + ": vocab.txt is missing\n  model.tflite has 17208 bytes, bundle.json says"
                        + " 34416: it was cut short or changed; copy the bundle again");

        Path changed = folder.resolve("changed");
        TinyBundles.moderation()
                .flawed(Flaw.CHANGED_BYTE)
                .flawed(Flaw.CHANGED_VOCABULARY)
                .flawed(Flaw.WRONG_DIGEST)
                .writeTo(changed);
        assertThat(catchThrowable(() -> Bundle.open(changed)))
                .message()
                .contains("vocab.txt has SHA-256")
                .contains("model.tflite has SHA-256")
                .contains("golden.json has SHA-256");
    }

    @Test
    void noFlawEscapesAsAnythingButAFailureOfInference() {
        Set<Flaw> seenOnlyWhenTheModelRuns = EnumSet.of(
                Flaw.IDS_OUT_OF_RANGE,
                Flaw.MISSING_SIGNATURE,
                Flaw.MISSING_HEAD,
                Flaw.OTHER_HEAD_WIDTH,
                Flaw.OTHER_GOLDEN_LOGITS,
                Flaw.OTHER_GOLDEN_IDS);
        for (Flaw flaw : Flaw.values()) {
            Path bundle = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve(flaw + "/bundle"));
            if (seenOnlyWhenTheModelRuns.contains(flaw)) {
                Bundle.open(bundle).modelFile().close();
            } else {
                assertThat(catchThrowable(() -> Bundle.open(bundle)))
                        .as("%s", flaw)
                        .isInstanceOf(InferenceException.class);
            }
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> Bundle.open(folder.resolve("none")))
                .isInstanceOf(BundleException.class)
                .hasMessage("bundle " + folder.resolve("none") + ": there is no such directory");
        assertThatThrownBy(() -> Bundle.describe(file))
                .isInstanceOf(BundleException.class)
                .hasMessage("bundle " + file + ": there is no such directory");
    }

    @Test
    void aDescriptorThatIsNoTextIsRefused() {
        Path bundle = write(TinyBundles.moderation()
                .afterwards(written -> replace(written.resolve("bundle.json"), new byte[] {'{', (byte) 0xff})));

        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("bundle.json can't be read: ")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aDescriptorThatNobodyWroteByHandIsNotLoadedWhole() {
        Path bundle = write(TinyBundles.moderation()
                .afterwards(written -> replace(written.resolve("bundle.json"), new byte[5 << 20])));

        assertThatThrownBy(() -> Bundle.describe(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith(": bundle.json can't be read: it has 5242880 bytes, at most 4194304 are read");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        // Given
        Path bundle = write(TinyBundles.moderation());
        Path vocabulary = bundle.resolve("vocab.txt");
        Files.setPosixFilePermissions(vocabulary, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(vocabulary), "skipped: the superuser may read everything");

        // When, then
        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("vocab.txt can't be read");
    }

    @Test
    void aVocabularyWithoutTheSpecialPiecesIsRefused() {
        Path bundle = write(TinyBundles.moderation().describing("tokenizer", t -> t.put("classify", "[START]")));

        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("has no line \"[START]\"");
    }

    private Path write(BundleDraft draft) {
        return draft.writeTo(folder.resolve("bundle"));
    }

    private static void replace(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
