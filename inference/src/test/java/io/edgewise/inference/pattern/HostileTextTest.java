// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A few characters repeated many times. The limits are guards against work that grows with the square of the length,
/// which would take from minutes to hours, and no measurement: the worst of these takes seconds on a busy machine.
class HostileTextTest {
    private static final int LONG = 1 << 20;
    private static final int SHORTER = 1 << 18;

    @ParameterizedTest
    @ValueSource(strings = {"1", "@", ".", ":", "1.1.1.1.", "1.1.1.1 ", "a@b.", "(1", "-", "a"})
    void mebibyteDoesNotHang(String piece) {
        finishes(piece.repeat(LONG / piece.length()), Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@",
                "1.",
                "1:",
                "::",
                "a.b.",
                "1-",
                "1/",
                "+1 ",
                "1 ",
                "http://",
                "www.",
                "a.com/",
                "AB12-",
                "S/N:",
                "serial no ",
                "00:",
                "DE89",
                "4111 ",
                "$5",
                "5 ",
                "5°",
                "per ",
                "twenty ",
                "5 to ",
                "friday to ",
                "may ",
                "2026-11-",
                "10:00-",
                "call 555-",
                "😀"
            })
    void repetitionDoesNotHang(String piece) {
        finishes(piece.repeat(SHORTER / piece.length()), Duration.ofSeconds(15));
    }

    private static void finishes(String text, Duration limit) {
        List<PatternMatch> found = assertTimeoutPreemptively(
                limit, () -> MarkedText.extractor("US").extract(text, MarkedText.REFERENCE));

        assertThat(found).allMatch(match -> match.end() <= text.length());
    }

    @Test
    void valuesBetweenHostilePiecesAreStillFound() {
        String text = "1".repeat(1000) + " P-17 " + ".".repeat(1000) + " call 555-0134 " + "@".repeat(1000);

        assertThat(MarkedText.extractor("US").extract(text, MarkedText.REFERENCE))
                .extracting(PatternMatch::value)
                .containsExactly("P-17", "+1-555-0134");
    }
}
