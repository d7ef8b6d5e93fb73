// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.OptionalInt;

/// A prompt as tokens, without what there is no room for. Immutable but for its array.
final class FittedPrompt {
    /// A text that is cut is cut a little shorter than it need be, so that this comes to an end soon.
    private static final double A_LITTLE = 0.97;

    private final int[] ids;
    private final String text;
    private final OptionalInt cutAt;

    private FittedPrompt(int[] ids, String text, OptionalInt cutAt) {
        this.ids = ids;
        this.text = text;
        this.cutAt = cutAt;
    }

    /// Leaves out the oldest of what was said before, and then the end of the text where it may be cut, until
    /// there is room for the answer.
    ///
    /// @param context tokens that the model can look at
    /// @param answer tokens that are to be left for the answer; at most half of the context is
    /// @throws ContextFullException when even so not a token of an answer fits, or nothing of the text
    static FittedPrompt of(Prompt prompt, PromptEncoder encoder, int context, int answer) {
        int room = context - Math.min(answer, context / 2);
        int all = prompt.text().length();
        int[] ids = {};
        for (int leftOut = 0; leftOut <= prompt.asked(); leftOut++) {
            ids = encoder.encode(prompt.messages(leftOut, all));
            if (ids.length <= room) {
                return new FittedPrompt(ids, prompt.text(), OptionalInt.empty());
            }
        }
        if (prompt.mayCut()) {
            return cut(prompt, encoder, ids.length, room, context);
        }
        if (ids.length + 1 > context) {
            throw new ContextFullException(ids.length + 1, context);
        }
        return new FittedPrompt(ids, prompt.text(), OptionalInt.empty());
    }

    /// By how long the whole is and how long what stands around the text, which text is kept is guessed, until
    /// it fits: a tokenizer is too slow for very long texts to try every length.
    private static FittedPrompt cut(Prompt prompt, PromptEncoder encoder, int tokens, int room, int context) {
        int around = encoder.encode(prompt.messages(prompt.asked(), 0)).length;
        int kept = prompt.text().length();
        int[] ids = {};
        for (int now = tokens; now > room; now = ids.length) {
            kept = wordsOf(prompt.text(), (int) (kept * A_LITTLE * (room - around) / (now - around)));
            if (kept == 0) {
                throw new ContextFullException(tokens + 1, context); // by what stands around the text alone
            }
            ids = encoder.encode(prompt.messages(prompt.asked(), kept));
        }
        return new FittedPrompt(ids, prompt.text().substring(0, kept), OptionalInt.of(kept));
    }

    /// To the end of a word, if one ends near; never inside a character.
    private static int wordsOf(String text, int characters) {
        int most = Math.clamp(characters, 0, text.length());
        for (int end = most; end > most - Math.min(most, 40); end--) {
            if (Character.isWhitespace(text.charAt(end - 1))) {
                return end - 1;
            }
        }
        return most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    /// Its tokens. Not to be changed.
    int[] ids() {
        return ids;
    }

    /// What is left of the text that is asked about.
    String text() {
        return text;
    }

    /// UTF-16 units of the text that are left, when some are not.
    OptionalInt cutAt() {
        return cutAt;
    }
}
