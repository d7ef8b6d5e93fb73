// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.importer.generator.GeneratorNeeds;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import io.edgewise.testkit.checkpoint.TinyTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is told of a bundle before there is one.
class GeneratorNeedsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TinyDecoder.class)
    void aConfigurationAloneSaysWhatTheWholeCheckpointSays(TinyDecoder tiny) {
        Path checkpoint = tiny.writeTo(folder);
        TinyTokenizer.writeTo(checkpoint);
        GeneratorImportOptions options = GeneratorImportOptions.of(checkpoint, folder.resolve("bundle"));
        try (GeneratorImport importing = GeneratorImport.open(options)) {
            assertThat(GeneratorNeeds.ofConfiguration(
                            checkpoint.resolve("config.json"), DecoderPrecision.INT8, OptionalInt.empty()))
                    .isEqualTo(importing.needs());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8_000_000_000, 32_000_000_000, take a smaller model",
        "3_000_000_000, 12_000_000_000, 'take int4 or blocks, or a smaller model'",
        "8_000_000_000, 0, 'take int8 or int4, or a smaller model'"
    })
    void whatIsTooLargeIsToldWithWhatWouldDo(String file, String reference, String advice) {
        GeneratorNeeds needs = new GeneratorNeeds(
                Long.parseLong(file.replace("_", "")), Long.parseLong(reference.replace("_", "")), 1, 2048);

        assertThat(needs.obstacle().orElseThrow()).endsWith(": " + advice);
    }

    @Test
    void theFileIsAsLargeAsWasSaid() throws IOException {
        TinyGenerator.imported(TinyDecoder.LLAMA, DecoderPrecision.INT8, folder);

        assertThat(GeneratorNeeds.ofConfiguration(
                                folder.resolve("llama/config.json"), DecoderPrecision.INT8, OptionalInt.empty())
                        .fileBytes())
                .isEqualTo(Files.size(folder.resolve("bundle/model.tflite")));
    }
}
