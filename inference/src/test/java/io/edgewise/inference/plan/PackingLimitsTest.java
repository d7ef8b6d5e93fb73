// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackingLimitsTest {
    @TempDir
    Path folder;

    private int passes;

    /// Counts what it is asked to do.
    private final class FakeEncoder implements Encoder {
        private final int packTokens;

        FakeEncoder(int packTokens) {
            this.packTokens = packTokens;
        }

        @Override
        public Pass run(List<Window> windows, Set<String> outputs) {
            passes++;
            return new Pass(Map.of(), new int[windows.size()]);
        }

        @Override
        public int packTokens() {
            return packTokens;
        }

        @Override
        public PlanReport plan() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private int limit(String key, Encoder encoder) {
        Encoding encoding = TestTokenizer.encode("the pump");
        return new PackingLimits(folder).of(key, encoder, new Window(encoding, 0, encoding.size()), Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 100, 100, 100, 100, 0", // nothing gained: alone, for the answer comes soonest
        "100, 80, 70, 60, 60, 60, 64", // the smallest of the best
        "100, 80, 70, 61, 60, 60, 64", // within the noise
        "100, 80, 70, 65, 60, 50, 128",
        "100, 90, 95, 100, 120, 150, 32",
        "60, 90, 95, 100, 120, 150, 0",
    })
    void theSmallestLimitIsTakenThatIsAsGoodAsTheBest(
            double alone, double at32, double at48, double at64, double at96, double at128, int limit) {
        assertThat(PackingLimits.choose(new double[] {alone, at32, at48, at64, at96, at128}))
                .isEqualTo(limit);
    }

    @Test
    void itIsMeasuredOnceForEachKey() {
        int measured = limit("model-1", new FakeEncoder(64));
        int toMeasure = passes;
        assertThat(toMeasure).isPositive();

        assertThat(limit("model-1", new FakeEncoder(64))).isEqualTo(measured);
        assertThat(passes).isEqualTo(toMeasure);

        limit("model-2", new FakeEncoder(64));
        assertThat(passes).isEqualTo(2 * toMeasure);
    }

    @Test
    void anEncoderThatTakesOneMessageAtATimeIsNotMeasured() {
        assertThat(limit("model-1", new FakeEncoder(0))).isZero();
        assertThat(passes).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "65", "99999999999"})
    void aFileThatSaysNonsenseIsMeasuredAgain(String content) throws IOException {
        Files.writeString(folder.resolve("model-1.packing"), content);

        limit("model-1", new FakeEncoder(64));

        assertThat(passes).isPositive();
        assertThat(Files.readString(folder.resolve("model-1.packing"))).isNotEqualTo(content);
    }

    @Test
    void withoutAFolderThatCanBeWrittenItIsMeasuredEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PackingLimits limits = new PackingLimits(file);
        Encoding encoding = TestTokenizer.encode("the pump");
        Window window = new Window(encoding, 0, encoding.size());

        limits.of("model-1", new FakeEncoder(64), window, Set.of());
        int once = passes;
        limits.of("model-1", new FakeEncoder(64), window, Set.of());

        assertThat(passes).isEqualTo(2 * once);
    }
}
