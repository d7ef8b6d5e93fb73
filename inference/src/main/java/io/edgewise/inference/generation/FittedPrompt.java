// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.OptionalInt;

/// A prompt as tokens, without what there is no room for. Immutable but for its array.
final class FittedPrompt {
    /// A text that is cut is cut a little shorter than it need be, so that this comes to an end soon.
    private static final double A_LITTLE = 0.97;

    /// Characters among which the end of one is looked for.
    private static final int A_WORD = 40;

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
        int[] whole = encoder.encode(prompt.messages(0, all));
        if (whole.length <= room) {
            return new FittedPrompt(whole, prompt.text(), OptionalInt.empty());
        }
        int[] ids = prompt.asked() == 0 ? whole : encoder.encode(prompt.messages(prompt.asked(), all));
        if (ids.length <= room) {
            return new FittedPrompt(leaveOut(prompt, encoder, ids, room), prompt.text(), OptionalInt.empty());
        }
        if (prompt.mayCut()) {
            return cut(prompt, encoder, ids, room, context);
        }
        if (ids.length + 1 > context) {
            throw new ContextFullException(ids.length + 1, context);
        }
        return new FittedPrompt(ids, prompt.text(), OptionalInt.empty());
    }

    /// As little as must be: a prompt is shorter the more is left out, so the middle is tried.
    ///
    /// @param least the prompt without anything that was said before, which fits
    private static int[] leaveOut(Prompt prompt, PromptEncoder encoder, int[] least, int room) {
        int[] best = least;
        int low = 1;
        int high = prompt.asked();
        while (low < high) {
            int middle = (low + high) / 2;
            int[] ids = encoder.encode(prompt.messages(middle, prompt.text().length()));
            if (ids.length <= room) {
                best = ids;
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return best;
    }

    /// By how long the whole is and how long what stands around the text, which text is kept is guessed, until
    /// it fits: a tokenizer is too slow for very long texts to try every length.
    private static FittedPrompt cut(Prompt prompt, PromptEncoder encoder, int[] whole, int wanted, int context) {
        int around = encoder.encode(prompt.messages(prompt.asked(), 0)).length;
        // Where what stands around the text takes what is wanted for the answer, the text may take of the rest.
        int room = around < wanted ? wanted : context - 1;
        int kept = prompt.text().length();
        int[] ids = whole;
        while (ids.length > room) {
            kept = wordsOf(prompt.text(), (int) (kept * A_LITTLE * (room - around) / (ids.length - around)));
            if (kept == 0) {
                throw new ContextFullException(whole.length + 1, context); // by what stands around it alone
            }
            ids = encoder.encode(prompt.messages(prompt.asked(), kept));
        }
        boolean all = kept == prompt.text().length();
        return new FittedPrompt(
                ids, prompt.text().substring(0, kept), all ? OptionalInt.empty() : OptionalInt.of(kept));
    }

    /// To the end of a word, if one ends near; never inside a character.
    private static int wordsOf(String text, int characters) {
        int most = Math.clamp(characters, 0, text.length());
        for (int end = most; end > Math.max(1, most - A_WORD); end--) {
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
