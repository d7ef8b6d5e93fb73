// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Where a text that is being generated stands in its grammar, and what may follow. Confined to one thread.
///
/// After every token that [#mask] allows the text can still be completed, with single bytes if need be. A
/// caller whose budget ends completes it with [#shortestEnd], which no budget counts.
public final class Constraint {
    private final TokenBytes tokens;
    private final Automaton automaton;
    private final long[] mask;
    private State state;
    private boolean ended;

    Constraint(TokenBytes tokens, Automaton automaton) {
        this.tokens = tokens;
        this.automaton = automaton;
        this.mask = new long[tokens.words()];
        this.state = automaton.start();
    }

    /// The tokens that may follow: bit `id % 64` of word `id / 64`. Those that end the text are among them
    /// when it is complete. Empty once it has ended.
    ///
    /// @return the same array each time, overwritten by the next call
    public long[] mask() {
        if (ended) {
            Arrays.fill(mask, 0);
        } else {
            long[] shared = automaton.mask(state);
            System.arraycopy(shared, 0, mask, 0, mask.length);
        }
        return mask;
    }

    /// Whether a token may follow.
    public boolean allows(int token) {
        if (ended || token < 0 || token >= tokens.size()) {
            return false;
        }
        if (tokens.ends().contains(token)) {
            return state.isComplete();
        }
        byte[] bytes = tokens.bytes(token);
        return bytes.length > 0 && !after(bytes).isDead();
    }

    private State after(byte[] bytes) {
        State after = state;
        for (int i = 0; i < bytes.length && !after.isDead(); i++) {
            after = after.step(bytes[i] & 0xff);
        }
        return after;
    }

    /// Goes on by a token.
    ///
    /// @throws IllegalArgumentException when it may not follow; nothing changes then
    public void advance(int token) {
        if (!allows(token)) {
            throw new IllegalArgumentException("token " + token + " may not follow here");
        }
        if (tokens.ends().contains(token)) {
            ended = true;
        } else {
            state = after(tokens.bytes(token));
        }
    }

    /// Goes on by bytes, such as those that are [#forced].
    ///
    /// @throws IllegalArgumentException when they may not follow; nothing changes then
    public void advance(byte[] bytes) {
        State after = after(bytes);
        if (after.isDead() || (ended && bytes.length > 0)) {
            throw new IllegalArgumentException(bytes.length + " bytes may not follow here");
        }
        state = after;
    }

    /// Whether nothing but an end may follow.
    public boolean isExhausted() {
        return ended || state.places().isEmpty();
    }

    /// The bytes that must follow whatever a model says, up to the first choice or to where the text may end.
    /// Bytes, not tokens: what must follow may end inside a token that a model knows, and it is the caller who
    /// spells.
    public byte[] forced() {
        var forced = new ByteArrayOutputStream();
        State at = state;
        for (int only = at.only(); only >= 0 && !ended; only = at.only()) {
            forced.write(only);
            at = at.step(only);
        }
        return forced.toByteArray();
    }

    /// A shortest text that completes this one; empty when it is complete.
    public byte[] shortestEnd() {
        byte[] end = new byte[ended ? 0 : state.distance()];
        State at = state;
        for (int i = 0; i < end.length; i++) {
            int value = at.nearest();
            end[i] = (byte) value;
            at = at.step(value);
        }
        return end;
    }

    /// When one of a few texts must follow, such as the values of an enum, what is left of each, in the order
    /// of their bytes, so that a caller can compare them as wholes; empty when there is no such choice. One
    /// may be the beginning of another, as with numbers.
    ///
    /// @param most of more there is no choice
    public List<byte[]> options(int most) {
        if (ended || state.isComplete() || state.places().size() != 1) {
            return List.of();
        }
        Place place = state.places().getFirst();
        if (!(place.leaf() instanceof Options options)) {
            return List.of();
        }
        int count = SortedBytes.end(place.state()) - SortedBytes.first(place.state());
        return count < 2 || count > most ? List.of() : options.rest(place.state());
    }
}
