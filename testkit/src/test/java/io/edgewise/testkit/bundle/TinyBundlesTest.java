// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TinyBundlesTest {
    @TempDir
    Path temporary;

    @Test
    void aBundleListsItsFilesWithTheirSizesAndDigests() throws IOException {
        // When
        Path bundle = TinyBundles.extraction().writeTo(temporary.resolve("bundle"));

        // Then
        String json = Files.readString(bundle.resolve("bundle.json"));
        for (String name : List.of("model.tflite", "vocab.txt", "golden.json", "MODEL_CARD.md")) {
            byte[] content = Files.readAllBytes(bundle.resolve(name));
            assertThat(json)
                    .contains("\"" + name + "\":{")
                    .contains("\"bytes\":" + content.length)
                    .contains(BundleDraft.sha256(content));
        }
    }

    @Test
    void theVocabularyHasAsManyPiecesAsTheModelsHaveRows() {
        List<String> pieces =
                new String(TinyFile.VOCABULARY.bytes(), UTF_8).lines().toList();

        assertThat(pieces).hasSize(120).doesNotHaveDuplicates().contains("[UNK]", "[CLS]", "[SEP]", "a", "##z");
    }

    @Test
    void aDraftIsWrittenTwiceTheSameWay() throws IOException {
        // Given
        BundleDraft draft = TinyBundles.moderation()
                .named("other")
                .describing(json -> BundleDraft.head(json, 0).put("name", "other"))
                .describing("files", files -> files.remove("MODEL_CARD.md"));

        // When
        Path first = draft.writeTo(temporary.resolve("first"));
        Path second = draft.writeTo(temporary.resolve("second"));

        // Then
        assertThat(second.resolve("bundle.json")).hasSameTextualContentAs(first.resolve("bundle.json"));
        assertThat(Files.readString(first.resolve("bundle.json"))).doesNotContain("MODEL_CARD.md");
    }

    @Test
    void anotherTokenizerComesWithItsOwnGoldenTests() throws IOException {
        Path bytePairs = TinyBundles.extractionByBytePairs().writeTo(temporary.resolve("bpe"));
        Path unigram = TinyBundles.extractionByUnigram().writeTo(temporary.resolve("unigram"));

        assertThat(bytePairs.resolve("vocab.txt")).doesNotExist();
        assertThat(Files.readString(bytePairs.resolve("bundle.json"))).contains("\"type\":\"bpe\"", "tokenizer.json");
        assertThat(Files.readString(unigram.resolve("bundle.json"))).contains("\"type\":\"unigram\"");
        assertThat(Files.readString(unigram.resolve("golden.json")))
                .isNotEqualTo(Files.readString(bytePairs.resolve("golden.json")));
    }

    @Test
    void jsonTextsAreEscaped() {
        assertThat(Json.write(Map.of("a\"\\\n\0", List.of(1, 0.5, true, "é"))))
                .isEqualTo("{\"a\\\"\\\\\\u000a\\u0000\":[1,0.5,true,\"é\"]}");
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void everyFlawChangesTheBundle(Flaw flaw) throws IOException {
        // Given
        Map<String, String> right = digests(TinyBundles.moderation().writeTo(temporary.resolve("right/bundle")));

        // When
        Map<String, String> wrong =
                digests(TinyBundles.moderation().flawed(flaw).writeTo(temporary.resolve("wrong/bundle")));

        // Then
        assertThat(wrong).isNotEqualTo(right);
    }

    /// The files beside a bundle count as well: some flaws put one there.
    private static Map<String, String> digests(Path bundle) throws IOException {
        Map<String, String> result = new TreeMap<>();
        try (Stream<Path> files = Files.walk(bundle.getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = bundle.relativize(file) + (Files.isSymbolicLink(file) ? " (link)" : "");
                result.put(name, BundleDraft.sha256(Files.readAllBytes(file)));
            }
        }
        return result;
    }
}
