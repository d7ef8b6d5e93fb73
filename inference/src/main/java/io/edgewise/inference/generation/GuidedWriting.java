// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.grammar.Constraint;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a grammar lets come next, in tokens. Confined to one text.
final class GuidedWriting {
    /// More alternatives are chosen from token by token.
    static final int MOST_OPTIONS = 64;

    private static final int[] NOTHING = {};

    private final Constraint constraint;
    private final Vocabulary vocabulary;

    GuidedWriting(Constraint constraint, Vocabulary vocabulary) {
        this.constraint = constraint;
        this.vocabulary = vocabulary;
    }

    /// Whether the text is complete and nothing can follow.
    boolean isOver() {
        return constraint.isExhausted();
    }

    /// A bit for each token that may come.
    long[] allowed() {
        return constraint.mask();
    }

    void advance(int token) {
        constraint.advance(token);
    }

    byte[] shortestEnd() {
        return constraint.shortestEnd();
    }

    /// The tokens of what must come, whatever the model says, but for the last one: it may be the start of a
    /// longer token that the model would rather write.
    ///
    /// @param room most tokens
    int[] certain(int room) {
        byte[] forced = constraint.forced();
        if (forced.length == 0) {
            return NOTHING;
        }
        int[] ids = spelled(forced);
        return ids.length < 2 || ids.length > room ? NOTHING : Arrays.copyOf(ids, ids.length - 1);
    }

    /// The alternatives, where there are a few that can be compared as wholes.
    ///
    /// @param logits of what comes next
    /// @param room most tokens
    Optional<OptionScores> options(float[] logits, int room) {
        List<int[]> spelled =
                constraint.options(MOST_OPTIONS).stream().map(this::spelled).toList();
        boolean fit = spelled.stream().allMatch(ids -> ids.length > 0 && ids.length <= room);
        return spelled.size() > 1 && fit ? Optional.of(new OptionScores(spelled, logits)) : Optional.empty();
    }

    /// As the tokenizer spells it; nothing when it can't, or when the bytes end inside a character.
    private int[] spelled(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int[] ids = vocabulary.prompts().encode(text);
            return Arrays.equals(bytes(ids), bytes) ? ids : NOTHING;
        } catch (CharacterCodingException e) {
            return NOTHING;
        }
    }

    /// A tokenizer may put a blank before a text, or change it.
    private byte[] bytes(int[] ids) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(ids).map(id -> vocabulary.bytes(id).length).sum());
        for (int id : ids) {
            all.put(vocabulary.bytes(id));
        }
        return all.array();
    }
}
