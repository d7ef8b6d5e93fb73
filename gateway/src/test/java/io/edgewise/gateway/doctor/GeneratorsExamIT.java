// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.gateway.doctor.Finding.Level;
import io.edgewise.gateway.fake.TinyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generators looked at by the doctor, with the real library and a tiny model of random weights.
class GeneratorsExamIT {
    private final Map<String, GeneratorConfiguration> generators = new LinkedHashMap<>();

    @TempDir
    Path folder;

    private Path bundle = Path.of(".");

    @BeforeEach
    void importIt() {
        bundle = TinyWriter.writeTo(folder);
    }

    private List<Finding> look(boolean tellLibrary) {
        return GeneratorsExam.look(new InferenceConfiguration(1, Optional.empty()), generators, tellLibrary);
    }

    @Test
    void eachIsOpenedTestedAndWritesALittle() {
        generators.put("writer", new GeneratorConfiguration(bundle, 128, 2, 1, Optional.empty()));

        List<Finding> findings = look(true);

        assertThat(findings).extracting(Finding::what).containsExactly("library", "generator writer", "writing writer");
        assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
        assertThat(findings.get(1).said())
                .contains(
                        ": xnnpack runs ", " nats from its golden prompts (at most ", " MB of cache for 2 texts of 128")
                .endsWith(" ms; not signed");
        assertThat(findings.get(2).said()).matches("[0-9.]+ tokens/s, measured over [0-9]+ tokens");
    }

    @Test
    void theLibraryIsToldOnlyWhereNoModelShowedIt() {
        generators.put("writer", GeneratorConfiguration.of(bundle));

        assertThat(look(false)).extracting(Finding::what).containsExactly("generator writer", "writing writer");
    }

    @Test
    void oneThatCanNotBeOpenedIsWrongAndTheNextIsStillLookedAt() throws IOException {
        generators.put("missing", GeneratorConfiguration.of(folder.resolve("missing")));
        generators.put("small", new GeneratorConfiguration(bundle, 16, 1, 1, Optional.empty()));

        List<Finding> findings = look(true);

        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly("generator missing", "library", "generator small", "writing small");
        assertThat(findings).extracting(Finding::level).containsExactly(Level.WRONG, Level.OK, Level.OK, Level.WRONG);
        assertThat(findings.getFirst().said()).contains("there is no such directory");
        assertThat(findings.getLast().said()).contains("room for 16");

        Files.writeString(bundle.resolve("tokenizer.json"), " ", java.nio.file.StandardOpenOption.APPEND);
        assertThat(look(true).get(1))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WRONG))
                .satisfies(finding -> assertThat(finding.said()).contains("tokenizer.json"));
    }
}
