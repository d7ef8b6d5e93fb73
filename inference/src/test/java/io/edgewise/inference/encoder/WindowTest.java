// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.tokenizer.Encoding;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void aTextThatFitsIsOneWindow() {
        Encoding six = TestTokenizer.words(6);

        assertThat(Window.over(six, 8, 3)).containsExactly(new Window(six, 0, 6));
        assertThat(new Window(six, 0, 6).tokens()).isEqualTo(8);
    }

    @Test
    void anEmptyTextIsOneWindowOfTheTwoSpecialTokens() {
        Encoding empty = TestTokenizer.words(0);

        assertThat(Window.over(empty, 8, 3)).containsExactly(new Window(empty, 0, 0));
        assertThat(new Window(empty, 0, 0).tokens()).isEqualTo(2);
    }

    @Test
    void theIdsAreThoseOfThePiecesBetweenTheSpecialOnes() {
        Encoding text = TestTokenizer.encode("the pump");
        Window second = new Window(text, 1, 2);

        assertThat(Window.whole(text).ids()).containsExactly(2, 93, 102, 3);
        assertThat(second.ids()).containsExactly(2, 102, 3);
        assertThat(second.token(1)).isEqualTo(1);
    }

    @Test
    void withoutSpecialPiecesAWindowIsItsPieces() {
        Encoding text = NoMarks.encode("pump leaks pump leaks");

        assertThat(Window.whole(text).ids()).containsExactly(2, 1, 2, 1);
        assertThat(new Window(text, 1, 3).token(2)).isEqualTo(1);
        assertThat(Window.over(text, 3, 1)).containsExactly(new Window(text, 0, 3), new Window(text, 1, 4));
        assertThat(Window.whole(NoMarks.encode("")).tokens()).isZero();
    }

    @Test
    void aLongerTextIsCutIntoWindowsThatOverlap() {
        Encoding ten = TestTokenizer.words(10);

        assertThat(Window.over(ten, 8, 2)).containsExactly(new Window(ten, 0, 6), new Window(ten, 4, 10));
        assertThat(Window.over(ten, 8, 0)).containsExactly(new Window(ten, 0, 6), new Window(ten, 4, 10));
        assertThat(Window.over(ten, 9, 2)).containsExactly(new Window(ten, 0, 7), new Window(ten, 3, 10));
    }

    @Test
    void whateverTheSizesEveryPieceIsSeenWithAsMuchContextAsThereIs() {
        for (int pieces = 0; pieces <= 90; pieces++) {
            Encoding encoding = TestTokenizer.words(pieces);
            for (int tokens = 8; tokens <= 20; tokens++) {
                for (int overlap = 0; overlap <= (tokens - 2) / 2; overlap++) {
                    check(encoding, tokens, overlap);
                }
            }
        }
    }

    private static void check(Encoding encoding, int tokens, int overlap) {
        List<Window> windows = Window.over(encoding, tokens, overlap);
        String of = "%d pieces in windows of %d tokens with %d in common: %s"
                .formatted(encoding.size(), tokens, overlap, windows);
        int longest = tokens - 2;
        assertThat(windows.getFirst().from()).as(of).isZero();
        assertThat(windows.getLast().to()).as(of).isEqualTo(encoding.size());
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            int length = window.to() - window.from();
            // Full, unless the text is shorter than one window.
            assertThat(length).as(of).isEqualTo(Math.min(longest, encoding.size()));
            if (i > 0) {
                Window before = windows.get(i - 1);
                assertThat(window.from()).as(of).isGreaterThan(before.from());
                int shared = before.to() - window.from();
                boolean last = i == windows.size() - 1;
                assertThat(shared).as(of).isGreaterThanOrEqualTo(overlap);
                assertThat(last || shared == overlap).as(of).isTrue();
            }
        }
        // No more windows than the text needs: without the last one a piece would be left over.
        assertThat(windows.size() == 1 || windows.get(windows.size() - 2).to() < encoding.size())
                .as(of)
                .isTrue();
    }
}
