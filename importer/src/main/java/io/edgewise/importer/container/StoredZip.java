// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.importer.checkpoint.FileBytes;
import io.edgewise.inference.document.Printable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the directory of a zip archive whose entries are stored as they are, so that each is a part of the
/// file. The JDK's own classes don't say where an entry lies.
///
/// Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3 (Zip64).
final class StoredZip {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENCRYPTED = 1;
    private static final int MOST_ENTRIES = 1000;
    private static final int MOST_NAME = 200;
    private static final int ZIP64 = 1;
    private static final long IN_ZIP64 = 0xffffffffL;

    private final FileBytes file;
    private final ByteBuffer directory;
    private final List<Section> sections = new ArrayList<>();

    private StoredZip(FileBytes file, ByteBuffer directory) {
        this.file = file;
        this.directory = directory;
    }

    static boolean isOne(FileBytes file) {
        return file.size() >= LOCAL_BYTES && file.read(0, Integer.BYTES).getInt() == LOCAL;
    }

    static List<Section> sections(FileBytes file) {
        ZipEnd end = ZipEnd.of(file);
        StoredZip zip = new StoredZip(file, file.read(end.directory(), end.directoryBytes()));
        while (zip.directory.hasRemaining()) {
            zip.entry();
        }
        return zip.sections;
    }

    private void entry() {
        int at = directory.position();
        if (sections.size() == MOST_ENTRIES || directory.remaining() < ENTRY_BYTES || directory.getInt(at) != ENTRY) {
            throw damaged(
                    file, "its directory has no entry %d, or more than %d".formatted(sections.size(), MOST_ENTRIES));
        }
        int name = unsigned(at + 28);
        int extra = unsigned(at + 30);
        int bytes = ENTRY_BYTES + name + extra + unsigned(at + 32);
        if (bytes > directory.remaining() || name == 0 || name > MOST_NAME) {
            throw damaged(
                    file,
                    "entry %d has a name of %d bytes, or ends behind its directory".formatted(sections.size(), name));
        }
        byte[] characters = new byte[name];
        directory.get(at + ENTRY_BYTES, characters);
        String text = Printable.line(new String(characters, UTF_8));
        requireStored(at, text);
        sections.add(section(
                at, text, directory.slice(at + ENTRY_BYTES + name, extra).order(directory.order())));
        directory.position(at + bytes);
    }

    private void requireStored(int at, String name) {
        if ((unsigned(at + 8) & ENCRYPTED) != 0 || unsigned(at + 10) != 0) {
            throw new CheckpointException(
                    file.path(),
                    "is a zip archive whose entry \"" + name
                            + "\" is compressed or encrypted; those of a .task file are"
                            + " stored as they are, so it is none: unpack it, and name what is in it");
        }
    }

    private Section section(int at, String name, ByteBuffer extra) {
        ByteBuffer large = zip64(extra);
        long size = number(at + 24, large, name);
        long stored = number(at + 20, large, name);
        long header = number(at + 42, large, name);
        if (size != stored || header < 0 || header > file.size() - LOCAL_BYTES) {
            throw damaged(
                    file,
                    "entry \"%s\" would begin at byte %d with %d bytes, stored as %d"
                            .formatted(name, header, size, stored));
        }
        ByteBuffer local = file.read(header, LOCAL_BYTES);
        long offset = header
                + LOCAL_BYTES
                + Short.toUnsignedInt(local.getShort(26))
                + Short.toUnsignedInt(local.getShort(28));
        if (local.getInt(0) != LOCAL || size < 0 || offset > file.size() || size > file.size() - offset) {
            throw damaged(
                    file,
                    "entry \"%s\" would have %d bytes from byte %d, and the file has %d"
                            .formatted(name, size, offset, file.size()));
        }
        return new Section(name, SectionKind.ofEntry(name), offset, size, Map.of());
    }

    /// The numbers that have no room in an entry, one after the other.
    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int bytes = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (id == ZIP64) {
                return extra.slice(extra.position(), bytes).order(extra.order());
            }
            extra.position(extra.position() + bytes);
        }
        return ByteBuffer.allocate(0);
    }

    private long number(int at, ByteBuffer large, String name) {
        long number = Integer.toUnsignedLong(directory.getInt(at));
        if (number != IN_ZIP64) {
            return number;
        }
        if (large.remaining() < Long.BYTES) {
            throw damaged(file, "entry \"%s\" says that a number is elsewhere, where it is not".formatted(name));
        }
        return large.getLong();
    }

    private int unsigned(int at) {
        return Short.toUnsignedInt(directory.getShort(at));
    }

    static CheckpointException damaged(FileBytes file, String what) {
        return new CheckpointException(file.path(), "is a damaged or cut zip archive: " + what + "; get it again");
    }
}
