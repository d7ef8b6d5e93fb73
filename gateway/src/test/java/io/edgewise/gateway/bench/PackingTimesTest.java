// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Window;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTimesTest {
    @TempDir
    Path folder;

    private List<Integer> packed(int limit, int... tokens) {
        Bundle bundle = Bundle.open(TinyBundles.moderation().writeTo(folder.resolve("bundle")));
        try {
            BenchTexts texts = new BenchTexts(bundle);
            List<Window> windows =
                    Arrays.stream(tokens).mapToObj(texts::ofLength).toList();
            return PackingTimes.packs(windows, limit).stream()
                    .map(pack -> pack.stream().mapToInt(Window::tokens).sum())
                    .toList();
        } finally {
            bundle.modelFile().close();
        }
    }

    @Test
    void textsGoIntoAPassInTheirOrderAsLongAsTheyFit() {
        assertThat(packed(32, 16, 16, 10, 20, 5)).containsExactly(32, 30, 5);
    }

    @Test
    void aTextThatIsLongerThanTheLimitGoesAlone() {
        assertThat(packed(32, 8, 40, 8)).containsExactly(8, 40, 8);
    }

    @Test
    void aLimitThatNothingFitsIsOneTextAPass() {
        assertThat(packed(1, 8, 9, 8)).containsExactly(8, 9, 8);
    }
}
