// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is kept of a grammar between texts, and what is not.
final class AutomatonTest {
    private final TokenBytes tokens = SmallTokens.bytesAnd("abcd", "\"]", "\",\"");

    private TokenMasks masks(String schema) {
        return new TokenMasks(Grammar.ofJsonSchema(schema), tokens);
    }

    private static State after(Automaton automaton, String text) {
        State state = automaton.start();
        for (byte value : text.getBytes(UTF_8)) {
            state = state.step(value & 0xff);
        }
        return state;
    }

    /// Each would take a millisecond and, with a real vocabulary, kilobytes.
    @Test
    void charactersInTheMiddleOfALongStringShareAMask() {
        Automaton automaton = masks("{\"type\":\"string\",\"maxLength\":100}").automaton();
        long[] shared = automaton.mask(after(automaton, "\"" + "x".repeat(20)));

        assertThat(automaton.mask(after(automaton, "\"" + "x".repeat(60)))).isSameAs(shared);
        assertThat(automaton.mask(after(automaton, "\"" + "x".repeat(98))))
                .as("the longest token does not fit any more")
                .isNotEqualTo(shared);
    }

    @Test
    void aMaskIsMadeOnceForAllTexts() {
        TokenMasks masks = masks("{\"type\":\"integer\"}");
        long[] first = masks.automaton().mask(masks.automaton().start());

        assertThat(masks.automaton().mask(masks.automaton().start())).isSameAs(first);
    }

    @Test
    void noMoreStatesAreKeptThanThereIsRoomForAndTheNextTextBeginsAnew() {
        TokenMasks masks =
                masks("{\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"maxLength\":9}}");
        Automaton full = masks.automaton();
        int items = Automaton.MOST_STATES / 9;

        State last = after(full, "[" + "\"abcdefghi\",".repeat(items));

        assertThat(last.isDead()).isFalse();
        assertThat(last.isKept()).isFalse();
        assertThat(full.isFull()).isTrue();
        assertThat(masks.automaton()).isNotSameAs(full);
        assertThat(masks.automaton().isFull()).isFalse();
    }
}
