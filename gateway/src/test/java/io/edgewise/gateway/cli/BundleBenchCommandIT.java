// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundleBenchCommandIT {
    @TempDir
    Path folder;

    private Path tiny() {
        return TinyBundles.moderation().writeTo(folder.resolve("moderation"));
    }

    @Test
    void everyPartIsMeasured() {
        CommandRun run = CommandRun.of("bundle", "bench", "--json", "--rounds", 2, tiny());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.at("/bundle").asString()).isEqualTo("moderation@1.2.3");
        assertThat(json.at("/rounds").asInt()).isEqualTo(2);
        assertThat(json.at("/lengths").findValuesAsString("tokens")).containsExactly("8", "16", "32", "64");
        assertThat(json.at("/lengths")).allSatisfy(length -> {
            assertThat(length.at("/passes").asInt()).isGreaterThanOrEqualTo(6);
            assertThat(length.at("/best-ms").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(length.at("/median-ms").asDouble());
            assertThat(length.at("/p90-ms").asDouble())
                    .isGreaterThanOrEqualTo(length.at("/median-ms").asDouble());
        });
        assertThat(json.at("/packing/limits/0/gain").asDouble()).isEqualTo(1);
        assertThat(json.at("/packing/limits/0/passes").asInt())
                .isEqualTo(json.at("/packing/texts").asInt());
        assertThat(json.at("/packing/limits/1/passes").asInt())
                .isLessThan(json.at("/packing/texts").asInt());
        assertThat(json.at("/parallel/0/gain").asDouble()).isEqualTo(1);
        assertThat(json.at("/parallel/2/interpreters").asInt()).isEqualTo(2);
        assertThat(json.at("/interpreter/first-ms").asDouble()).isPositive();
        assertThat(json.at("/interpreter/resident-bytes").asLong()).isGreaterThan(10 << 20);
        assertThat(json.at("/allocated-bytes").asLong()).isBetween(200L, 20_000L);
        assertThat(json.at("/profile/operators/0/name").asString()).isEqualTo("GATHER");
        assertThat(json.at("/profile/kernels").findValuesAsString("name"))
                .anyMatch(name -> name.startsWith("Fully Connected"));
    }

    @Test
    void aModelWithARowThatIsShorterThanAShortTextIsMeasured() throws IOException {
        Path model = new SequenceModel(new float[] {0, 0}, new float[] {0, 0}, new float[] {0, 1}, new float[] {2, 0})
                .ids("ids", SequenceModel.INT32)
                .length(8)
                .writeTo(folder.resolve("short.tflite"));
        Path words = Files.writeString(folder.resolve("words.txt"), "<PAD> 0\n<START> 1\n<UNKNOWN> 2\npump 3\n");
        Path labels = Files.writeString(folder.resolve("labels.txt"), "a\nb\n");
        Path bundle = folder.resolve("short");
        CommandRun.of("bundle", "wrap", model, bundle, "--vocab", words, "--labels", labels);

        CommandRun run = CommandRun.of("bundle", "bench", "--json", "--rounds", 1, bundle);

        assertThat(run.err()).isEmpty();
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.at("/lengths").findValuesAsString("tokens")).containsExactly("8");
        assertThat(json.at("/packing/limits")).hasSize(1);
    }

    @Test
    void peopleGetTablesAndAPicture() {
        Path plot = folder.resolve("plot.png");

        CommandRun run = CommandRun.of("bundle", "bench", "--rounds", 1, "--plot", plot, tiny());

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("moderation@1.2.3 on ")
                .contains("TIME BY LENGTH", "PACKING (48 short texts", "THREADS", "WHERE THE TIME GOES");
        assertThat(plot).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"NO_DESCRIPTOR", "CHANGED_BYTE", "NOT_A_MODEL", "MISSING_SIGNATURE", "OTHER_GOLDEN_LOGITS"})
    void aFlawedBundleIsASentence(Flaw flaw) {
        Path bundle = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("bundle"));

        CommandRun run = CommandRun.of("bundle", "bench", "--rounds", 1, bundle);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").doesNotContain("\tat ", "defect");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void aNumberOfRoundsThatMeansNothingIsRefused(int rounds) {
        CommandRun run = CommandRun.of("bundle", "bench", "--rounds", rounds, folder);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isEqualTo("edgewise: --rounds: expected 1 to 10000, got " + rounds + "\n");
    }

    /// Said before the minute that measuring takes.
    @Test
    void aPictureThatCannotBeWrittenIsRefusedAtOnce() {
        Path nowhere = folder.resolve("none/plot.png");

        assertThat(CommandRun.of("bundle", "bench", "--plot", nowhere, "no-bundle")
                        .err())
                .isEqualTo("edgewise: --plot: can't write " + nowhere + ": name a file in a folder that is there\n");
        assertThat(CommandRun.of("bundle", "bench", "--plot", folder, "no-bundle")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }
}
