// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/// Reads numbers and texts of a GGUF file one after the other. Nothing is read, and no memory taken, before it
/// is certain that the file has as many bytes. Confined to one thread.
final class GgufReader {
    /// The tokenizers of models have up to 20 MB; what is larger is no header.
    static final long MOST_HEADER_BYTES = 64 << 20;

    private static final int WINDOW_BYTES = 1 << 16;

    private final FileBytes file;
    private ByteBuffer window = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;

    GgufReader(FileBytes file, long position) {
        this.file = file;
        this.windowStart = position;
    }

    /// The byte that is read next.
    long position() {
        return windowStart + window.position();
    }

    /// @param what it is that is read, for the sentence when the file ends in it
    int unsignedByte(String what) {
        return next(Byte.BYTES, what).get() & 0xff;
    }

    int number16(String what) {
        return next(Short.BYTES, what).getShort();
    }

    int number32(String what) {
        return next(Integer.BYTES, what).getInt();
    }

    long number64(String what) {
        return next(Long.BYTES, what).getLong();
    }

    /// How many of something follow, each of at least so many bytes.
    ///
    /// @param most that can be meant; more are no such file
    long count(String what, long most, int bytesOfEach) {
        long count = number64("the number of " + what);
        if (count < 0 || count > most || count > (file.size() - position()) / bytesOfEach) {
            throw damaged("it says at byte %d that it has %s %s; at most %d are read, and %d bytes follow"
                    .formatted(
                            position() - Long.BYTES,
                            Long.toUnsignedString(count),
                            what,
                            most,
                            file.size() - position()));
        }
        return count;
    }

    /// A text with its length before it.
    String text(String what, int mostBytes) {
        long bytes = number64("the length of " + what);
        if (bytes < 0 || bytes > mostBytes) {
            throw damaged("%s, at byte %d, would have %s bytes; at most %d are read"
                    .formatted(what, position(), Long.toUnsignedString(bytes), mostBytes));
        }
        long start = position();
        require(bytes, what);
        byte[] text = new byte[(int) bytes];
        for (int done = 0; done < text.length; ) {
            int part = Math.min(WINDOW_BYTES, text.length - done);
            next(part, what).get(text, done, part);
            done += part;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw damaged("%s, at byte %d, is not UTF-8".formatted(what, start));
        }
    }

    /// Goes past a text with its length before it.
    void skipText(String what) {
        long bytes = number64("the length of " + what);
        skip(bytes, what);
    }

    void skip(long bytes, String what) {
        require(bytes, what);
        if (bytes <= window.remaining()) {
            window.position(window.position() + (int) bytes);
        } else {
            windowStart = position() + bytes;
            window = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private ByteBuffer next(int bytes, String what) {
        if (window.remaining() < bytes) {
            require(bytes, what);
            windowStart = position();
            window = file.read(windowStart, (int) Math.min(WINDOW_BYTES, file.size() - windowStart));
        }
        return window;
    }

    private void require(long bytes, String what) {
        long left = file.size() - position();
        if (bytes < 0 || bytes > left) {
            throw damaged("%s, at byte %d, would have %s bytes, and %d follow: it was cut short; get it again"
                    .formatted(what, position(), Long.toUnsignedString(bytes), left));
        }
        if (position() + bytes > MOST_HEADER_BYTES) {
            throw damaged("%s, at byte %d, would be in a header of more than %d bytes"
                    .formatted(what, position(), MOST_HEADER_BYTES));
        }
    }

    CheckpointException damaged(String what) {
        return new CheckpointException(file.path(), "is damaged: " + Printable.line(what));
    }
}
