// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// How much groups of letters speak for each language: the weights of a softmax regression, learnt by
/// `training/languages/train.py`. Immutable and thread-safe; takes half a megabyte of heap.
///
/// A group is two to five letters in a row within a word, the blanks around it included. Each is hashed
/// (FNV-1a, 32 bits over UTF-16 units) to one of the table's rows, as `training/languages/words.py` does it.
/// The file, big-endian:
///
/// ```
/// "EWLT" | version 1: u16 | languages: u16 | rows: u32 | scale: f32 | length of the names: u16
/// names: ASCII, with commas | rows × languages weights: i8
/// ```
final class LetterTable {
    private static final String FILE = "latin.bin";
    private static final int MAGIC = 0x45574C54;
    private static final int VERSION = 1;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 5;
    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private final List<String> languages;
    private final float scale;
    private final int rows;
    private final byte[] weights;

    private LetterTable(List<String> languages, float scale, int rows, byte[] weights) {
        this.languages = List.copyOf(languages);
        this.scale = scale;
        this.rows = rows;
        this.weights = weights;
    }

    /// The table that comes with the library, read when the first model declares its languages.
    static LetterTable shipped() {
        return Shipped.TABLE;
    }

    private static final class Shipped {
        private static final LetterTable TABLE = load();
    }

    private static LetterTable load() {
        try (InputStream file = LetterTable.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the library");
            }
            return read(new DataInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    private static LetterTable read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC || in.readUnsignedShort() != VERSION) {
            throw new IllegalStateException(FILE + " is no table of letter groups of version " + VERSION);
        }
        int count = in.readUnsignedShort();
        int rows = in.readInt();
        float scale = in.readFloat();
        String names = new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.US_ASCII);
        byte[] weights = in.readAllBytes();
        List<String> languages = List.of(names.split(",", -1));
        if (languages.size() != count || weights.length != count * rows) {
            throw new IllegalStateException(FILE + " is not as long as it says");
        }
        return new LetterTable(languages, scale, rows, weights);
    }

    /// ISO 639 codes, in the order of the scores.
    List<String> languages() {
        return languages;
    }

    /// The logit of each language for some words.
    ///
    /// @param words in small letters
    double[] scores(Collection<String> words) {
        int[] sums = new int[languages.size()];
        int groups = 0;
        for (String word : words) {
            for (int start = 0; start <= word.length(); start++) {
                int hash = FNV_OFFSET;
                int last = Math.min(start + LONGEST, word.length() + 2);
                for (int i = start; i < last; i++) {
                    hash = (hash ^ letter(word, i)) * FNV_PRIME;
                    if (i - start + 1 >= SHORTEST) {
                        add(hash, sums);
                        groups++;
                    }
                }
            }
        }
        double[] scores = new double[sums.length];
        for (int language = 0; language < sums.length; language++) {
            scores[language] = sums[language] * scale / Math.sqrt(Math.max(groups, 1));
        }
        return scores;
    }

    /// Of a word with a blank before and behind it.
    private static int letter(String word, int i) {
        return i == 0 || i == word.length() + 1 ? ' ' : word.charAt(i - 1);
    }

    private void add(int hash, int[] sums) {
        int row = Integer.remainderUnsigned(hash ^ (hash >>> 15), rows) * sums.length;
        for (int language = 0; language < sums.length; language++) {
            sums[language] += weights[row + language];
        }
    }
}
