// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;

/// What the reference tokenizer does with each Unicode character: which ones it drops, splits at, decomposes,
/// reorders or lower-cases.
///
/// The table is a file of this package and not the JDK's own data, for two reasons. A vocabulary belongs to the
/// weights trained with it, so the ids of a text must not change with the JDK underneath. And the reference mixes
/// three versions of Unicode: categories as of 8.0, decomposition and combining classes as of 9.0, lower case and
/// white space as of 17.0. Compared with the tables of JDK 25 (Unicode 16.0) it keeps 455 newer nonspacing marks,
/// does not split at 140 newer punctuation characters, keeps all 819,533 unassigned code points and 20 newer
/// format characters, leaves 21 newer characters composed and lower-cases 28 letters of Unicode 17.
///
/// The file is `bert-unicode.txt`. A line is the name of a property and entries in ascending order: a character
/// `c`, a range `c-d`, or every second one of a range `c-d/2`, in hexadecimal, with the value after `=`.
///
/// | property | its characters | value |
/// |---|---|---|
/// | `removed` | control, format and private use characters, NUL, U+FFFD: dropped first of all | |
/// | `space` | end a word and are dropped | |
/// | `punctuation` | are a word of their own | |
/// | `ideograph` | CJK ideographs, a word of their own if the options say so | |
/// | `nonspacing` | marks that BERT drops after the decomposition | |
/// | `mark` | marks that the step `StripAccents` drops: spacing and enclosing ones too, as of 9.0 | |
/// | `class` | move in canonical ordering (Unicode Standard, section 3.11) | canonical combining class |
/// | `lower` | have a lower case | that of the first of the range |
/// | `nfd` | decompose; Hangul syllables are computed (Unicode Standard, section 3.12) | characters, `.` between |
/// | `nfkd` | decompose in another way for NFKD, or only there; into what, Unicode never changes and the JDK knows | |
///
/// Immutable.
final class UnicodeTable {

    static final int REMOVED = 1;
    static final int SPACE = 1 << 1;
    static final int PUNCTUATION = 1 << 2;
    static final int IDEOGRAPH = 1 << 3;
    static final int NONSPACING = 1 << 4;
    static final int DECOMPOSES = 1 << 5;
    static final int REORDERS = 1 << 6;
    static final int UPPER = 1 << 7;
    static final int MARK = 1 << 8;
    static final int DECOMPOSES_COMPATIBLY = 1 << 9;

    private static final int FLAGS = 10;

    /// The one character whose lower case is two characters: U+0130 becomes `i` and [#DOT_ABOVE].
    static final int DOTTED_CAPITAL_I = 0x130;

    static final int DOT_ABOVE = 0x307;

    static final int HANGUL_FIRST = 0xAC00;
    static final int HANGUL_LAST = 0xD7A3;

    /// Characters in the longest full canonical decomposition.
    static final int MAX_DECOMPOSITION = 4;

    /// Characters in the longest full compatibility decomposition, that of U+FDFA.
    static final int MAX_COMPATIBILITY_DECOMPOSITION = 18;

    private static final String FILE = "bert-unicode.txt";

    private final Flags flags;
    private final Ranges classes;
    private final Ranges lowers;
    private final Decompositions decompositions;

    /// Takes over the parts, which must not change any more.
    UnicodeTable(Flags flags, Ranges classes, Ranges lowers, Decompositions decompositions) {
        this.flags = flags;
        this.classes = classes;
        this.lowers = lowers;
        this.decompositions = decompositions;
    }

    /// The table of the reference; read from the class path at the first call.
    static UnicodeTable ofReference() {
        return Loaded.TABLE;
    }

    /// The properties of `codePoint`, as a sum of this class's constants. A lone surrogate counts as [#REMOVED], like
    /// the U+FFFD that a decoder would have put in its place.
    int flags(int codePoint) {
        return flags.of(codePoint);
    }

    /// The canonical combining class of a character with [#REORDERS], 1 to 240.
    int combiningClass(int codePoint) {
        return classes.values[classes.indexOf(codePoint)];
    }

    /// The lower case of a character with [#UPPER].
    int lower(int codePoint) {
        int range = lowers.indexOf(codePoint);
        return lowers.values[range] + codePoint - lowers.firsts[range];
    }

    /// Writes the full canonical decomposition of a character with [#DECOMPOSES] and returns its length.
    int decompose(int codePoint, int[] into) {
        if (codePoint >= HANGUL_FIRST && codePoint <= HANGUL_LAST) {
            return decomposeHangul(codePoint, into);
        }
        int index = Arrays.binarySearch(decompositions.characters, codePoint);
        int start = decompositions.starts[index];
        int count = decompositions.starts[index + 1] - start;
        System.arraycopy(decompositions.parts, start, into, 0, count);
        return count;
    }

    /// Writes the full compatibility decomposition of a character with [#DECOMPOSES_COMPATIBLY] and returns its length.
    int decomposeCompatibly(int codePoint, int[] into) {
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        int count = 0;
        for (int at = 0; at < decomposed.length(); at += Character.charCount(into[count++])) {
            into[count] = decomposed.codePointAt(at);
        }
        return count;
    }

    /// The characters with [#DECOMPOSES], in ascending order, without the Hangul syllables.
    int[] decomposing() {
        return decompositions.characters.clone();
    }

    /// Splits a Hangul syllable into its two or three jamo (Unicode Standard, section 3.12).
    static int decomposeHangul(int syllable, int[] into) {
        int index = syllable - HANGUL_FIRST;
        into[0] = 0x1100 + index / (21 * 28);
        into[1] = 0x1161 + index / 28 % 21;
        into[2] = 0x11A7 + index % 28;
        return index % 28 == 0 ? 2 : 3;
    }

    /// The sum of the properties of each code point, in blocks, of which those with one value throughout are shared.
    static final class Flags {
        private static final int BITS = 8;
        private static final int BLOCK = 1 << BITS;

        private final short[][] blocks = new short[(Character.MAX_CODE_POINT + 1) >> BITS][];
        private final boolean[] own = new boolean[blocks.length];
        private final short[][] uniform = new short[1 << FLAGS][];

        Flags() {
            Arrays.fill(blocks, uniform(0));
            add(REMOVED, Character.MIN_SURROGATE, Character.MAX_SURROGATE, 1);
            add(DECOMPOSES, HANGUL_FIRST, HANGUL_LAST, 1);
        }

        int of(int codePoint) {
            return blocks[codePoint >> BITS][codePoint & (BLOCK - 1)];
        }

        /// Adds a property to every `step`-th code point from `first` to `last`.
        void add(int flag, int first, int last, int step) {
            int at = first;
            while (at <= last) {
                int block = at >> BITS;
                if (step == 1 && (at & (BLOCK - 1)) == 0 && at + BLOCK - 1 <= last && !own[block]) {
                    blocks[block] = uniform(blocks[block][0] | flag);
                    at += BLOCK;
                } else {
                    owned(block)[at & (BLOCK - 1)] |= (short) flag;
                    at += step;
                }
            }
        }

        private short[] owned(int block) {
            if (!own[block]) {
                own[block] = true;
                blocks[block] = blocks[block].clone();
            }
            return blocks[block];
        }

        private short[] uniform(int value) {
            short[] block = uniform[value];
            if (block == null) {
                block = new short[BLOCK];
                Arrays.fill(block, (short) value);
                uniform[value] = block;
            }
            return block;
        }
    }

    /// Ranges of characters in ascending order, each with one value.
    static final class Ranges {
        private final int[] firsts;
        private final int[] values;

        Ranges(int[] firsts, int[] values) {
            this.firsts = firsts;
            this.values = values;
        }

        /// The range of a character that is in one.
        private int indexOf(int codePoint) {
            int found = Arrays.binarySearch(firsts, codePoint);
            return found >= 0 ? found : -found - 2;
        }
    }

    /// The characters that decompose in ascending order, where in `parts` each one's decomposition starts, and where
    /// the last one ends.
    static final class Decompositions {
        private final int[] characters;
        private final int[] starts;
        private final int[] parts;

        Decompositions(int[] characters, int[] starts, int[] parts) {
            this.characters = characters;
            this.starts = starts;
            this.parts = parts;
        }
    }

    private static final class Loaded {
        static final UnicodeTable TABLE = load();

        private static UnicodeTable load() {
            try (InputStream in = UnicodeTable.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(FILE + " is not on the class path beside " + UnicodeTable.class);
                }
                return UnicodeTableFile.parse(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(FILE + " cannot be read from the class path", e);
            }
        }
    }
}
