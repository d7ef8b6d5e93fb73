// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads a `vocab.txt`: one piece per line, UTF-8, line 1 is id 0. Lines end with LF or CR LF; empty lines at the
/// end do not count.
///
/// The file is read at every start of the gateway, by code that is not compiled yet, so there is one pass over its
/// bytes, in methods short enough to be compiled soon.
///
/// Confined to the call of [#read].
final class VocabularyFile {

    /// The longest piece, in UTF-16 units.
    static final int MAX_LINE = 1_000;

    /// The largest file that is looked into. Real ones have 0.1 to 5 MB, and are read into five times as much
    /// memory; a model given by mistake should not fill it before it is found not to be a vocabulary.
    static final long MAX_BYTES = 8L << 20;

    private final Path file;
    private final byte[] bytes;
    private int at;

    private final char[] units;
    private int kept;
    private int[] starts = new int[1 << 15];
    private int lines;

    private VocabularyFile(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
        this.units = new char[bytes.length];
    }

    /// Reads the file.
    ///
    /// @throws TokenizerException if it cannot be read or is not such a file
    static Vocabulary read(Path file, String continuation) {
        var read = new VocabularyFile(file, bytes(file));
        read.lines();
        return read.vocabulary(continuation);
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new TokenizerException(file + " is a directory; name the vocabulary file in it");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new TokenizerException(
                        "%s has %d bytes, but a vocabulary has at most %d; name a text file with one piece per line"
                                .formatted(file, size, MAX_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TokenizerException(
                    file + " does not exist; put the vocabulary of the model there or correct the path", e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }

    private void lines() {
        int end = withoutEmptyLinesAtTheEnd();
        if (end == 0) {
            throw new TokenizerException(file + " is empty; it must have one piece per line");
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw new TokenizerException(
                    file + " starts with a byte order mark, which would become a part of piece 0; save it without");
        }
        while (at < end) {
            line(end);
        }
    }

    private int withoutEmptyLinesAtTheEnd() {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private void line(int end) {
        int from = kept;
        while (at < end && bytes[at] != '\n') {
            if (bytes[at] >= 0) {
                units[kept++] = (char) bytes[at++];
            } else {
                kept += Character.toChars(character(), units, kept);
            }
            if (kept - from > MAX_LINE + 1) {
                throw tooLong();
            }
        }
        if (kept > from && units[kept - 1] == '\r') {
            kept--;
        }
        if (kept == from) {
            throw at(lines, "is empty, so that the ids after it would be wrong; delete it or put its piece back");
        }
        if (kept - from > MAX_LINE) {
            throw tooLong();
        }
        endLine();
        at++;
    }

    private void endLine() {
        if (lines == Vocabulary.MAX_PIECES) {
            throw new TokenizerException("%s has more than %d lines; is this a vocabulary with one piece per line?"
                    .formatted(file, Vocabulary.MAX_PIECES));
        }
        if (lines + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[++lines] = kept;
    }

    /// Reads a character of two to four bytes (RFC 3629, section 4).
    private int character() {
        int lead = bytes[at] & 0xFF;
        int count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        int character = lead & (0x7F >> count);
        for (int i = at + 1; i < at + count; i++) {
            if (i == bytes.length || (bytes[i] & 0xC0) != 0x80) {
                throw notUtf8();
            }
            character = (character << 6) | (bytes[i] & 0x3F);
        }
        int smallest = count == 2 ? 0x80 : count == 3 ? 0x800 : 0x10000;
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        if (lead < 0xC0 || lead > 0xF7 || character < smallest || surrogate || character > Character.MAX_CODE_POINT) {
            throw notUtf8();
        }
        at += count;
        return character;
    }

    private Vocabulary vocabulary(String continuation) {
        var vocabulary = new Vocabulary(Arrays.copyOf(units, kept), Arrays.copyOf(starts, lines + 1), continuation);
        for (int id = 0; id < lines; id++) {
            int equal = vocabulary.enter(id);
            if (equal >= 0) {
                throw at(
                        id,
                        "repeats \"%s\" of line %d; each piece must be there once"
                                .formatted(vocabulary.piece(id), equal + 1));
            }
        }
        return vocabulary;
    }

    private TokenizerException notUtf8() {
        return new TokenizerException(
                "%s is not UTF-8: the byte 0x%02X at offset %d starts no character; save it as UTF-8"
                        .formatted(file, bytes[at], at));
    }

    private TokenizerException tooLong() {
        return at(
                lines,
                "has more than %d characters; is this a vocabulary with one piece per line?".formatted(MAX_LINE));
    }

    private TokenizerException at(int line, String what) {
        return new TokenizerException("%s line %d %s".formatted(file, line + 1, what));
    }
}
