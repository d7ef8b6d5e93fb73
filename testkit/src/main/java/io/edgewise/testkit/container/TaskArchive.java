// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A `.task` file to be written: a zip archive. Confined to one test.
public final class TaskArchive {
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    private static final int ALIGNMENT = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private int written;

    /// Adds an entry as it is, at a multiple of 64 or one byte behind it.
    public TaskArchive stored(String name, byte[] content, boolean aligned) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        int start = written + LOCAL_HEADER + name.length() + EXTRA_HEADER;
        int padding = Math.floorMod(-start, ALIGNMENT) + (aligned ? 0 : 1);
        byte[] extra = new byte[EXTRA_HEADER + padding];
        extra[0] = 0x35;
        extra[1] = (byte) 0xd9;
        extra[2] = (byte) padding;
        entry.setExtra(extra);
        written = start + padding + content.length;
        return add(entry, content);
    }

    /// Adds an entry that is compressed; nothing may be stored behind it.
    public TaskArchive compressed(String name, byte[] content) {
        return add(new ZipEntry(name), content);
    }

    private TaskArchive add(ZipEntry entry, byte[] content) {
        try {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file.
    public byte[] bytes() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Writes the file.
    public Path writeTo(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
