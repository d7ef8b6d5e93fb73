// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

/// What became of the texts of a generator since it was started. Immutable.
///
/// @param texts that were written
/// @param tokens of them
/// @param promptTokens of their prompts
/// @param reusedTokens how many of those had been read before
/// @param givenUp those that were not written
public record GeneratorCounts(long texts, long tokens, long promptTokens, long reusedTokens, GivenUp givenUp) {
    /// Nothing yet.
    public static final GeneratorCounts NONE = new GeneratorCounts(0, 0, 0, 0, new GivenUp(0, 0, 0, 0));

    /// Texts that were not written, by [WritingOutcome].
    public record GivenUp(long expired, long cancelled, long failed, long refused) {}

    /// With one more that ended.
    GeneratorCounts plus(WritingOutcome outcome) {
        return switch (outcome) {
            case WritingOutcome.Written written -> plus(written.text());
            case WritingOutcome.Expired expired -> plus(new GivenUp(1, 0, 0, 0));
            case WritingOutcome.Cancelled cancelled -> plus(new GivenUp(0, 1, 0, 0));
            case WritingOutcome.Failed failed -> plus(new GivenUp(0, 0, 1, 0));
            case WritingOutcome.Refused refused -> plus(new GivenUp(0, 0, 0, 1));
        };
    }

    private GeneratorCounts plus(Generated text) {
        return new GeneratorCounts(
                texts + 1,
                tokens + text.tokens(),
                promptTokens + text.promptTokens(),
                reusedTokens + text.reusedTokens(),
                givenUp);
    }

    private GeneratorCounts plus(GivenUp one) {
        GivenUp sum = new GivenUp(
                givenUp.expired() + one.expired(),
                givenUp.cancelled() + one.cancelled(),
                givenUp.failed() + one.failed(),
                givenUp.refused() + one.refused());
        return new GeneratorCounts(texts, tokens, promptTokens, reusedTokens, sum);
    }
}
