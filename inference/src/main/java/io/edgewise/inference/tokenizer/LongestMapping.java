// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import org.jspecify.annotations.Nullable;

/// A [CharacterMap] as SentencePiece itself reads it: what stands at each place is replaced by what its longest known
/// start maps to.
///
/// Immutable. The time is the length of the text times that of the longest key.
record LongestMapping(CharacterMap map) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        var rewrite = new Rewrite(text);
        for (int at = 0; at < text.size(); ) {
            Match match = longest(text, at);
            if (match == null) {
                rewrite.add(text.character(at++), 0);
            } else {
                rewrite.replace(match.count, match.replaced);
                at += match.count;
            }
        }
        return rewrite.result();
    }

    private record Match(int count, String replaced) {}

    private @Nullable Match longest(AlignedText text, int from) {
        CharacterMap.Walk walk = map.new Walk();
        Match longest = null;
        for (int at = from; at < text.size(); at++) {
            int length = Utf8.length(text.character(at));
            for (int i = 0; i < length; i++) {
                if (!walk.next(Utf8.byteAt(text.character(at), length, i))) {
                    return longest;
                }
            }
            String replaced = walk.replacement();
            longest = replaced == null ? longest : new Match(at + 1 - from, replaced);
        }
        return longest;
    }
}
