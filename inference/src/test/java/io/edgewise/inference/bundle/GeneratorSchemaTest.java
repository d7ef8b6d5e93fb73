// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class GeneratorSchemaTest {
    private static final String COMMITTED = "docs/schemas/generator.schema.json";

    @Test
    void theCommittedSchemaIsTheOneThatTheReaderDescribes() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String described = json.writeValueAsString(GeneratorDescriptorReader.schema());
        Path written = Path.of("target", "generator.schema.json");
        Files.writeString(written, described + "\n");

        assertThat(json.readTree(Files.readString(ProjectRoot.path(COMMITTED))))
                .as("the reader changed; in the repository's folder: cp inference/%s %s", written, COMMITTED)
                .isEqualTo(json.readTree(described));
    }
}
