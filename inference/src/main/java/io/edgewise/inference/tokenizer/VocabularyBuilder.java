// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the pieces of a file that names each one's id, in any order. Confined to one reader.
final class VocabularyBuilder {

    private final String where;
    private @Nullable String[] pieces = new String[1 << 12];
    private int size;
    private int units;

    /// `where` begins every sentence about what is wrong: the file, and the place in it.
    VocabularyBuilder(String where) {
        this.where = where;
    }

    int size() {
        return size;
    }

    /// Adds the piece with the next id.
    void add(String piece) {
        set(size, piece);
    }

    /// Adds a piece.
    ///
    /// @throws TokenizerException if the id is out of range or has another piece, or the piece is empty or too long
    void set(long id, String piece) {
        if (id < 0 || id >= Vocabulary.MAX_PIECES) {
            throw wrong(
                    "gives \"%s\" the id %d; ids are 0 to %d".formatted(shown(piece), id, Vocabulary.MAX_PIECES - 1));
        }
        if (piece.isEmpty() || piece.length() > VocabularyFile.MAX_LINE) {
            throw wrong("has a piece of %d characters at id %d; a piece has 1 to %d"
                    .formatted(piece.length(), id, VocabularyFile.MAX_LINE));
        }
        int index = (int) id;
        if (index >= pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(index + 1, pieces.length * 2));
        }
        String other = pieces[index];
        if (other != null) {
            throw wrong("gives the id %d to \"%s\" and to \"%s\"".formatted(id, shown(other), shown(piece)));
        }
        pieces[index] = piece;
        units += piece.length();
        size = Math.max(size, index + 1);
    }

    /// The piece with this id, or null.
    @Nullable
    String piece(int id) {
        return id < size ? pieces[id] : null;
    }

    /// The vocabulary.
    ///
    /// @throws TokenizerException if an id below the last has no piece, or a piece is there twice
    Vocabulary build(String continuation) {
        if (size == 0) {
            throw wrong("has no pieces");
        }
        var all = new char[units];
        var starts = new int[size + 1];
        for (int id = 0; id < size; id++) {
            String piece = pieces[id];
            if (piece == null) {
                throw wrong("has no piece with the id %d, but one with %d; every id below the last must be there"
                        .formatted(id, size - 1));
            }
            piece.getChars(0, piece.length(), all, starts[id]);
            starts[id + 1] = starts[id] + piece.length();
        }
        return entered(new Vocabulary(all, starts, continuation));
    }

    private Vocabulary entered(Vocabulary vocabulary) {
        for (int id = 0; id < size; id++) {
            int equal = vocabulary.enter(id);
            if (equal >= 0) {
                throw wrong("has \"%s\" with the ids %d and %d; each piece must be there once"
                        .formatted(shown(vocabulary.piece(id)), equal, id));
            }
        }
        return vocabulary;
    }

    private TokenizerException wrong(String what) {
        return new TokenizerException(where + " " + what);
    }

    /// A piece for a sentence: short, and in one line.
    static String shown(String piece) {
        String start = piece.length() > 40 ? piece.substring(0, 40) + "…" : piece;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
