// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// One text on its way to pieces.
///
/// Words of ASCII alone, nearly all of them, are folded by a table and looked up as they stand. Any other word
/// starts again from its first character through the Unicode table, up to the next place where no character can
/// reach over.
///
/// Confined to one call of [Tokenizer#encode].
final class Segmentation implements CanonicalOrder.Sink {

    private static final int ASCII = 0x80;

    private final WordPieceTokenizer tokenizer;
    private final UnicodeTable unicode;
    private final boolean lowercase;
    private final boolean stripAccents;
    private final String text;

    private final Word word;
    private final PieceList pieces;
    private final int[] hashes;
    private final CanonicalOrder order = new CanonicalOrder(this);
    private final int[] decomposition = new int[UnicodeTable.MAX_DECOMPOSITION];
    private int wordNumber;

    Segmentation(WordPieceTokenizer tokenizer, String text) {
        this.tokenizer = tokenizer;
        this.unicode = tokenizer.unicode;
        this.lowercase = tokenizer.rules.lowercase();
        this.stripAccents = tokenizer.rules.stripAccents();
        this.text = text;
        this.word = new Word(tokenizer.rules.maxWordChars(), text.length());
        this.pieces = new PieceList(text.length());
        this.hashes = new int[tokenizer.vocabulary.longestPiece()];
    }

    Encoding run() {
        int at = 0;
        while (at < text.length()) {
            at = step(at);
        }
        return pieces.toEncoding(tokenizer.special);
    }

    /// Takes what starts at `at`, where no word is open, and returns where to go on.
    private int step(int at) {
        char unit = text.charAt(at);
        if (unit >= ASCII) {
            return unicodeWord(at);
        }
        int folded = tokenizer.ascii[unit];
        if (folded > 0) {
            return asciiWord(at);
        }
        if (folded == WordPieceTokenizer.ASCII_PUNCTUATION) {
            word.units[0] = unit;
            word.direct(at, at + 1);
            endWord();
        }
        return at + 1;
    }

    private int asciiWord(int start) {
        byte[] ascii = tokenizer.ascii;
        char[] units = word.units;
        int at = start;
        for (; at < text.length(); at++) {
            char unit = text.charAt(at);
            int folded = unit < ASCII ? ascii[unit] : WordPieceTokenizer.ASCII_REMOVED;
            if (folded == WordPieceTokenizer.ASCII_REMOVED) {
                return unicodeWord(start);
            }
            if (folded <= 0) {
                break;
            }
            if (at - start < units.length) {
                units[at - start] = (char) folded;
            }
        }
        word.direct(start, at);
        endWord();
        return at;
    }

    /// Takes characters from `start` on until no word is open and none waits for its place in the order.
    private int unicodeWord(int start) {
        int at = start;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int next = at + Character.charCount(character);
            int flags = unicode.flags(character);
            boolean alone = (flags & tokenizer.alone) != 0;
            if (alone || (flags & UnicodeTable.SPACE) != 0) {
                closeWord();
            }
            if ((flags & (UnicodeTable.SPACE | UnicodeTable.REMOVED)) == 0) {
                character(character, flags, at, next);
            }
            if (alone) {
                closeWord();
            }
            at = next;
            if (word.isEmpty() && order.isEmpty()) {
                return at;
            }
        }
        closeWord();
        return at;
    }

    private void character(int character, int flags, int start, int end) {
        if (!stripAccents) {
            accept(character, start, end);
        } else if ((flags & UnicodeTable.DECOMPOSES) == 0) {
            order.add(character, combiningClass(character, flags), start, end);
        } else {
            int count = unicode.decompose(character, decomposition);
            order.add(decomposition[0], combiningClass(decomposition[0]), start, end);
            for (int i = 1; i < count; i++) {
                order.addFurther(decomposition[i], combiningClass(decomposition[i]));
            }
        }
    }

    private int combiningClass(int character) {
        return combiningClass(character, unicode.flags(character));
    }

    private int combiningClass(int character, int flags) {
        return (flags & UnicodeTable.REORDERS) == 0 ? 0 : unicode.combiningClass(character);
    }

    /// Takes a character after decomposition and reordering.
    @Override
    public void accept(int character, int start, int end) {
        int flags = unicode.flags(character);
        if ((flags & UnicodeTable.PUNCTUATION) != 0) {
            endWord();
            word.add(character, start, end);
            endWord();
        } else if (stripAccents && (flags & UnicodeTable.NONSPACING) != 0) {
            return;
        } else if (lowercase && (flags & UnicodeTable.UPPER) != 0) {
            word.add(unicode.lower(character), start, end);
        } else if (lowercase && character == UnicodeTable.DOTTED_CAPITAL_I) {
            word.add('i', start, end);
            word.add(UnicodeTable.DOT_ABOVE, start, end);
        } else {
            word.add(character, start, end);
        }
    }

    private void closeWord() {
        order.flush();
        endWord();
    }

    private void endWord() {
        if (word.isEmpty()) {
            return;
        }
        if (word.isTooLong() || !spelled()) {
            pieces.add(tokenizer.unknownId(), word.start(), word.end(), wordNumber);
        }
        wordNumber++;
        word.clear();
    }

    /// Adds the pieces of the word, each the longest that fits, or none if the word cannot be spelled.
    private boolean spelled() {
        int before = pieces.size();
        int length = word.length();
        int from = 0;
        while (from < length) {
            long found = tokenizer.vocabulary.longest(word.units, from, length, hashes);
            int id = (int) found;
            if (found == Vocabulary.NONE || tokenizer.control.contains(id)) {
                pieces.truncate(before);
                return false;
            }
            int to = from + (int) (found >> Integer.SIZE);
            pieces.add(id, word.start(from), word.end(to - 1), wordNumber);
            from = to;
        }
        return true;
    }
}
