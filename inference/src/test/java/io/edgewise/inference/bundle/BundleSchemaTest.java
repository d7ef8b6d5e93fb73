// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class BundleSchemaTest {
    private static final String COMMITTED = "docs/schemas/bundle.schema.json";

    @TempDir
    Path folder;

    @Test
    void theCommittedSchemaIsTheOneThatTheReaderDescribes() throws IOException {
        // Given
        Path written = Path.of("target", "bundle.schema.json");
        Files.writeString(written, BundleSchema.TEXT);
        JsonMapper json = new JsonMapper();

        // When
        String committed = Files.readString(ProjectRoot.path(COMMITTED));

        // Then
        assertThat(json.readTree(committed))
                .as(
                        "the reader of bundle.json changed; in the repository's folder: cp inference/%s %s",
                        written, COMMITTED)
                .isEqualTo(json.readTree(BundleSchema.TEXT));
    }

    @Test
    void rightBundlesFollowTheSchema() throws IOException {
        for (BundleDraft draft : List.of(TinyBundles.moderation(), TinyBundles.extraction())) {
            Path bundle = draft.writeTo(folder.resolve("bundle"));

            assertThat(BundleSchema.errors(Files.readString(bundle.resolve("bundle.json"))))
                    .isEmpty();
        }
    }

    /// One thing that a schema can say; the rest is about other files, or about what parts say of each other.
    @Test
    void anUnknownKeyDoesNot() throws IOException {
        Path bundle = TinyBundles.moderation().flawed(Flaw.UNKNOWN_KEY).writeTo(folder.resolve("bundle"));

        assertThat(BundleSchema.errors(Files.readString(bundle.resolve("bundle.json"))))
                .singleElement()
                .asString()
                .contains("licenze");
    }
}
