// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `docs/models.md` holds without the models too.
class ModelsPageTest {
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theBundleWrittenByHandIsRight() throws IOException {
        // Given: the blocks of the page, with what every bundle has
        Matcher block = JSON_BLOCK.matcher(ModelsPage.text());
        assertThat(block.find()).isTrue();
        ObjectNode json = (ObjectNode) new JsonMapper().readTree(block.group(1));
        json.put("name", "mood").put("version", "1.0.0").put("licence", "Apache-2.0");
        json.putObject("golden").put("file", "golden.json");
        ObjectNode files = json.putObject("files");
        for (String name : List.of("model.tflite", "vocab.txt", "golden.json")) {
            files.putObject(name).put("bytes", 1).put("sha256", "0".repeat(64));
        }
        Files.writeString(folder.resolve("bundle.json"), json.toString());

        // When
        BundleDescriptor bundle = Bundle.describe(folder);

        // Then
        assertThat(bundle.model())
                .isInstanceOfSatisfying(
                        ModelEntry.Sequence.class,
                        sequence -> assertThat(sequence.inputs())
                                .containsOnlyKeys(InputRole.IDS, InputRole.MASK, InputRole.TYPE_IDS));
    }

    @Test
    void everyRowOfTheTableSaysSomethingThatATestUnderstands() {
        assertThat(ModelsPage.rows())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        row -> assertThat(row.claim())
                                .matches(
                                        "refused: .*`.+`.*|(classification|moderation|extraction|embedding), \\w+, \\d+ tokens"));
    }
}
