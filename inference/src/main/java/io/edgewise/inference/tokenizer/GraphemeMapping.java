// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The step `Precompiled` of a `tokenizer.json`: a [CharacterMap] as Hugging Face reads it.
///
/// A grapheme of less than six bytes is replaced as a whole by what its shortest known start maps to; in a longer
/// one, or one without a known start, each character is looked up alone.
///
/// Immutable.
record GraphemeMapping(CharacterMap map) implements Normalizer {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int LONGEST_GRAPHEME = 5;
    private static final int SUPPLEMENTARY_LETTER = 0x10000;

    @Override
    public AlignedText normalize(AlignedText text) {
        var rewrite = new Rewrite(text);
        Matcher graphemes = GRAPHEME.matcher(assigned(text.toString()));
        int at = 0;
        while (graphemes.find()) {
            int count = Character.codePointCount(graphemes.group(), 0, graphemes.end() - graphemes.start());
            String replaced = length(text, at, at + count) <= LONGEST_GRAPHEME ? find(text, at, at + count) : null;
            if (replaced != null) {
                rewrite.replace(count, replaced);
            } else {
                singly(rewrite, text, at, at + count);
            }
            at += count;
        }
        return rewrite.result();
    }

    private void singly(Rewrite rewrite, AlignedText text, int from, int to) {
        for (int at = from; at < to; at++) {
            String replaced = find(text, at, at + 1);
            if (replaced == null) {
                rewrite.add(text.character(at), 0);
            } else {
                rewrite.replace(1, replaced);
            }
        }
    }

    /// What the shortest start of the characters that is in the map becomes, or null.
    private @Nullable String find(AlignedText text, int from, int to) {
        CharacterMap.Walk walk = map.new Walk();
        for (int at = from; at < to; at++) {
            int length = Utf8.length(text.character(at));
            for (int i = 0; i < length; i++) {
                if (!walk.next(Utf8.byteAt(text.character(at), length, i))) {
                    return null;
                }
                String replaced = walk.replacement();
                if (replaced != null) {
                    return replaced;
                }
            }
        }
        return null;
    }

    private static int length(AlignedText text, int from, int to) {
        int length = 0;
        for (int at = from; at < to && length <= LONGEST_GRAPHEME; at++) {
            length += Utf8.length(text.character(at));
        }
        return length;
    }

    /// The characters with others for those that Unicode has not assigned: the JDK ends a grapheme at these, the
    /// reference does not.
    private static String assigned(String characters) {
        if (characters.codePoints().allMatch(Character::isDefined)) {
            return characters;
        }
        var assigned = new StringBuilder();
        characters
                .codePoints()
                .forEach(character -> assigned.appendCodePoint(
                        Character.isDefined(character) || isIgnorable(character)
                                ? character
                                : Character.isBmpCodePoint(character) ? 'x' : SUPPLEMENTARY_LETTER));
        return assigned.toString();
    }

    /// Whether a character that is not assigned ends a grapheme after all (Unicode Standard Annex 29, table 2,
    /// Control).
    private static boolean isIgnorable(int character) {
        return character == 0x2065
                || (character >= 0xFFF0 && character <= 0xFFF8)
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }
}
