// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {
    /// Room of a window of the tiny bundles: 32 tokens, two of them special.
    private static final int PIECES = 30;

    @TempDir
    Path folder;

    @Test
    void aTextInDisguiseIsReadAsItIsAndAsItIsMeant() {
        Bundle bundle = folding("leet", "invisible");
        Windows windows = Windows.of("the pu\u200Bmp, 0pened", bundle);

        assertThat(windows.all()).hasSize(2);
        assertThat(windows.all().getLast().ids())
                .isEqualTo(Window.whole(bundle.tokenizer().encode("the pump, opened"))
                        .ids());
        assertThat(windows.all().getFirst().encoding()).isSameAs(windows.encoding());
        assertThat(windows.tokens())
                .isEqualTo(windows.all().getFirst().tokens()
                        + windows.all().getLast().tokens());
    }

    @Test
    void aTextWithoutDisguiseIsReadOnce() {
        assertThat(Windows.of("the pump", folding("leet", "invisible")).all()).hasSize(1);
    }

    /// This tokenizer drops zero-width characters by itself.
    @Test
    void whatTheTokenizerMakesTheSameOfIsReadOnce() {
        Windows windows = Windows.of("the pu\u200Bmp", folding("invisible"));

        assertThat(windows.all()).hasSize(1);
        assertThat(windows.tokens()).isEqualTo(4);
    }

    @Test
    void aBundleThatSaysNothingReadsTextsAsTheyAre() {
        Bundle bundle = Bundle.open(TinyBundles.moderation().writeTo(folder.resolve("bundle")));

        assertThat(Windows.of("the pump, 0pened", bundle).all()).hasSize(1);
    }

    @Test
    void bothTextsOfALongOneAreCut() {
        Windows windows = Windows.of("the " + "p0mp ".repeat(20), folding("leet"));

        assertThat(windows.all()).hasSizeGreaterThan(3).allMatch(window -> window.tokens() <= PIECES + 2);
        assertThat(windows.fitOnePass(64)).isFalse();
    }

    @Test
    void twoWindowsNeedAPassWithRoomForBoth() {
        Windows windows = Windows.of("the p0mp", folding("leet"));

        assertThat(windows.fitOnePass(windows.tokens())).isTrue();
        assertThat(windows.fitOnePass(windows.tokens() - 1)).isFalse();
    }

    @Test
    void oneWindowNeedsNoRoom() {
        assertThat(Windows.of("the pump", folding("leet")).fitOnePass(0)).isTrue();
    }

    private Bundle folding(String... foldings) {
        return Bundle.open(TinyBundles.moderation()
                .describing(json -> json.put("foldings", List.of(foldings)))
                .writeTo(folder.resolve("bundle")));
    }
}
