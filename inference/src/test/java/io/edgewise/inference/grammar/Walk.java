// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Random;

/// A model that says anything: takes allowed tokens at random.
final class Walk {
    private final Constraint constraint;
    private final TokenBytes tokens;
    private final Random random;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int steps;
    private boolean ended;

    Walk(Constraint constraint, TokenBytes tokens, Random random) {
        this.constraint = constraint;
        this.tokens = tokens;
        this.random = random;
    }

    /// Takes any tokens until the text ends or there were so many, then the shortest end.
    byte[] untilEndOr(int budget) {
        while (steps < budget && !ended) {
            take(any(BitSet.valueOf(constraint.mask())));
        }
        return ended();
    }

    private int any(BitSet allowed) {
        assertThat(allowed.isEmpty()).as("no way to go on after \"%s\"", text).isFalse();
        int at = allowed.nextSetBit(random.nextInt(tokens.size()));
        return at >= 0 ? at : allowed.nextSetBit(0);
    }

    private void take(int token) {
        text.writeBytes(tokens.bytes(token));
        constraint.advance(token);
        ended = tokens.ends().contains(token);
        steps++;
    }

    private byte[] ended() {
        byte[] end = constraint.shortestEnd();
        if (!ended) {
            constraint.advance(end);
            tokens.ends()
                    .forEach(token ->
                            assertThat(constraint.allows(token)).as("an end").isTrue());
        }
        text.writeBytes(end);
        return text.toByteArray();
    }
}
