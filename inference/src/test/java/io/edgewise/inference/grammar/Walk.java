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

    Walk(Constraint constraint, TokenBytes tokens, Random random) {
        this.constraint = constraint;
        this.tokens = tokens;
        this.random = random;
    }

    /// Takes any tokens until the text ends or there were so many, then the shortest end.
    byte[] untilEndOr(int budget) {
        while (steps < budget && !constraint.isEnded()) {
            take(any(BitSet.valueOf(constraint.mask())));
        }
        return ended();
    }

    /// Takes no token after which the rest would not fit, so that there are never more than so many.
    byte[] within(int budget) {
        assertThat(constraint.shortestLength()).isLessThanOrEqualTo(budget);
        while (!constraint.isEnded() && !(constraint.isComplete() && steps == budget)) {
            BitSet allowed = BitSet.valueOf(constraint.mask());
            BitSet fitting = new BitSet();
            allowed.stream()
                    .filter(token -> constraint.lengthAfter(token) <= budget - steps - 1
                            || tokens.ends().contains(token))
                    .forEach(fitting::set);
            take(any(fitting));
        }
        assertThat(steps).isLessThanOrEqualTo(budget + 1);
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
        steps++;
    }

    private byte[] ended() {
        byte[] end = constraint.shortestEnd();
        assertThat(end).hasSize(constraint.shortestLength());
        if (!constraint.isEnded()) {
            constraint.advance(end);
            assertThat(constraint.isComplete()).isTrue();
        }
        text.writeBytes(end);
        return text.toByteArray();
    }
}
