// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// A normalization form of Unicode: canonical or compatibility decomposition (NFD, NFKD), and composition after it
/// (NFC, NFKC): Unicode Standard, section 3.11.
///
/// By the Unicode version of the reference, see [UnicodeTable]. Immutable.
record NormalForm(boolean compatible, boolean compose) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        return isPlain(text) ? text : new Run(text, this).run();
    }

    /// Characters below U+0300 neither move nor combine, those below U+00C0 do not decompose canonically, and
    /// those below U+00A0 not at all.
    private boolean isPlain(AlignedText text) {
        int least = compatible ? 0xA0 : compose ? 0x300 : 0xC0;
        for (int i = 0; i < text.size(); i++) {
            if (text.character(i) >= least) {
                return false;
            }
        }
        return true;
    }

    private static final class Run {
        private final UnicodeTable unicode = UnicodeTable.ofReference();
        private final AlignedText text;
        private final NormalForm form;
        private final Rewrite rewrite;
        private int[] characters;
        private int[] changes;
        private int[] classes;
        private int size;

        /// Which marks wait behind a starter that they did not combine with.
        private int[] marks = new int[16];

        Run(AlignedText text, NormalForm form) {
            this.text = text;
            this.form = form;
            this.rewrite = new Rewrite(text);
            this.characters = new int[text.size() + UnicodeTable.MAX_DECOMPOSITION];
            this.changes = new int[characters.length];
            this.classes = new int[characters.length];
        }

        AlignedText run() {
            decompose();
            reorder();
            if (form.compose) {
                recompose();
            } else {
                for (int i = 0; i < size; i++) {
                    rewrite.add(characters[i], changes[i]);
                }
            }
            return rewrite.result();
        }

        private void decompose() {
            int[] parts = new int[UnicodeTable.MAX_COMPATIBILITY_DECOMPOSITION];
            for (int i = 0; i < text.size(); i++) {
                int count = decompose(text.character(i), parts);
                for (int part = 0; part < count; part++) {
                    add(parts[part], part == 0 ? 0 : 1);
                }
            }
        }

        private int decompose(int character, int[] parts) {
            int flags = unicode.flags(character);
            if (form.compatible && (flags & UnicodeTable.DECOMPOSES_COMPATIBLY) != 0) {
                return unicode.decomposeCompatibly(character, parts);
            }
            if ((flags & UnicodeTable.DECOMPOSES) != 0) {
                return unicode.decompose(character, parts);
            }
            parts[0] = character;
            return 1;
        }

        private void add(int character, int change) {
            if (size == characters.length) {
                characters = Arrays.copyOf(characters, size * 2);
                changes = Arrays.copyOf(changes, size * 2);
                classes = Arrays.copyOf(classes, size * 2);
            }
            characters[size] = character;
            changes[size] = change;
            boolean reorders = (unicode.flags(character) & UnicodeTable.REORDERS) != 0;
            classes[size++] = reorders ? unicode.combiningClass(character) : 0;
        }

        private void reorder() {
            for (int from = 0; from < size; from++) {
                int to = from;
                boolean sorted = true;
                while (to < size && classes[to] != 0) {
                    sorted &= to == from || classes[to - 1] <= classes[to];
                    to++;
                }
                if (!sorted) {
                    sort(from, to);
                }
                from = to;
            }
        }

        private void sort(int from, int to) {
            long[] keys = new long[to - from];
            Arrays.setAll(keys, i -> ((long) classes[from + i] << Integer.SIZE) | i);
            Arrays.sort(keys);
            int[] oldCharacters = Arrays.copyOfRange(characters, from, to);
            int[] oldChanges = Arrays.copyOfRange(changes, from, to);
            for (int i = 0; i < keys.length; i++) {
                characters[from + i] = oldCharacters[(int) keys[i]];
                changes[from + i] = oldChanges[(int) keys[i]];
                classes[from + i] = (int) (keys[i] >> Integer.SIZE);
            }
        }

        /// Composes each starter with what follows and is not blocked from it (D115, D117).
        private void recompose() {
            int starter = -1;
            int kept = 0;
            for (int i = 0; i < size; i++) {
                boolean blocked = kept > 0 && classes[marks[kept - 1]] >= classes[i];
                int composed = starter < 0 || blocked ? -1 : Compositions.compose(characters[starter], characters[i]);
                if (composed >= 0) {
                    characters[starter] = composed;
                    changes[starter] += changes[i] - 1;
                } else if (classes[i] != 0) {
                    if (starter < 0) {
                        rewrite.add(characters[i], changes[i]);
                    } else {
                        keep(i, kept++);
                    }
                } else {
                    flush(starter, kept);
                    starter = i;
                    kept = 0;
                }
            }
            flush(starter, kept);
        }

        private void keep(int i, int kept) {
            marks = kept == marks.length ? Arrays.copyOf(marks, kept * 2) : marks;
            marks[kept] = i;
        }

        private void flush(int starter, int kept) {
            if (starter >= 0) {
                rewrite.add(characters[starter], changes[starter]);
            }
            for (int i = 0; i < kept; i++) {
                rewrite.add(characters[marks[i]], changes[marks[i]]);
            }
        }
    }
}
