// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import org.jspecify.annotations.Nullable;

/// What a `BertNormalizer` says. Immutable.
///
/// @param clean whether control characters go and all white space becomes blanks
/// @param splitCjk whether each CJK ideograph gets blanks around it
/// @param stripAccents whether characters are decomposed and lose their accents
/// @param lowercase whether letters become lower case
record BertSteps(boolean clean, boolean splitCjk, boolean stripAccents, boolean lowercase) {

    /// Reads a step of this type.
    static BertSteps normalizer(JsonStep step) {
        step.only("clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
        boolean lowercase = step.child("lowercase").flag(true);
        return new BertSteps(
                step.child("clean_text").flag(true),
                step.child("handle_chinese_chars").flag(true),
                step.child("strip_accents").flag(lowercase),
                lowercase);
    }

    /// What the two members say if they are BERT's and nothing else, which [WordPieceTokenizer] does; or null.
    static @Nullable BertSteps of(JsonStep normalizer, JsonStep preTokenizer) {
        boolean bert = isOfType(normalizer, "BertNormalizer") && isOfType(preTokenizer, "BertPreTokenizer");
        BertSteps steps = bert ? normalizer(normalizer) : null;
        return steps != null && steps.clean ? steps : null;
    }

    private static boolean isOfType(JsonStep step, String type) {
        return !step.isNull() && step.type().equals(type);
    }

    WordPieceRules rules(int maxWordChars) {
        return new WordPieceRules(lowercase, stripAccents, splitCjk, maxWordChars);
    }
}
