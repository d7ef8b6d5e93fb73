// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Optional;

/// A string: of limited length, of a pattern, or a piece of the message. Confined to one reading.
final class StringSchema {
    /// Code points of a string that doesn't say how long it may be.
    private static final int DEFAULT_LENGTH = 256;

    private static final int MOST_LENGTH = SourceSpans.LONGEST;
    private static final Term QUOTE = ObjectSchema.literal("\"");
    private static final Dfa ANYTHING = RegexDfa.of(Regex.ANYTHING, Spelling.JSON);

    private final SchemaBlock block;

    StringSchema(SchemaBlock block) {
        this.block = block;
    }

    Term term() {
        int least = block.count("minLength", MOST_LENGTH).orElse(0);
        int most = block.count("maxLength", MOST_LENGTH).orElse(Math.max(least, DEFAULT_LENGTH));
        if (least > most) {
            block.problem("minLength", least + " is more than maxLength, " + most);
            return QUOTE;
        }
        Term inside = block.flag("from-source") ? source(least, most) : text(least, most);
        return Series.of(QUOTE, inside, QUOTE);
    }

    private Term source(int least, int most) {
        if (block.has("pattern")) {
            block.problem("pattern", "is not supported beside from-source");
        }
        if (most == 0) {
            block.problem("maxLength", "a piece of the message has one character at least");
        }
        return new SourceSlot(Math.max(1, least), most);
    }

    private Term text(int least, int most) {
        Dfa texts = pattern().orElse(ANYTHING);
        if (!CountedText.fits(texts, most)) {
            block.problem(
                    "pattern",
                    "is too large for texts of up to " + most + " characters: lower maxLength to "
                            + (CountedText.LARGEST / texts.states() - 1) + ", or write a smaller pattern");
            return QUOTE;
        }
        CountedText counted = new CountedText(texts, least, most);
        if (counted.start() == Leaf.DEAD) {
            block.problem("pattern", "no text of " + least + " to " + most + " characters matches it");
        }
        return counted;
    }

    private Optional<Dfa> pattern() {
        return block.text("pattern").flatMap(pattern -> {
            try {
                return Optional.of(RegexDfa.of(RegexParser.search(pattern), Spelling.JSON));
            } catch (IllegalArgumentException e) {
                block.problem("pattern", String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }
}
