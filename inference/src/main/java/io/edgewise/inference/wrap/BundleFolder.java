// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The files of a bundle that is being made, in a folder that goes away unless it [becomes][#become] the bundle.
/// Confined to the thread that makes it.
public final class BundleFolder implements AutoCloseable {
    private final Path path;
    private final Map<String, FileEntry> entries = new LinkedHashMap<>();
    private boolean kept;

    private BundleFolder(Path path) {
        this.path = path;
    }

    /// Makes the folder beside the bundle that it will be, so that a bundle is there as a whole or not at all. It
    /// is no temporary directory of the platform's: that would be closed to the user of a gateway.
    public static BundleFolder beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Files.createDirectories(parent);
        Path folder = parent.resolve("." + absolute.getFileName() + "-" + Long.toHexString(System.nanoTime()));
        return new BundleFolder(Files.createDirectory(folder));
    }

    /// Where the files lie for now.
    public Path path() {
        return path;
    }

    /// Copies a file into the folder.
    public void copy(Path file, String name) throws IOException {
        Files.copy(file, path.resolve(name));
        listed(name);
    }

    /// Writes a file.
    public void write(String name, byte[] content) throws IOException {
        Files.write(path.resolve(name), content);
        listed(name);
    }

    void write(String name, Content content) throws IOException {
        try (InputStream in = content.open()) {
            Files.copy(in, path.resolve(name));
        }
        listed(name);
    }

    /// Writes a file in UTF-8.
    public void write(String name, String content) throws IOException {
        write(name, content.getBytes(UTF_8));
    }

    /// Takes in a file that was written into [#path] by other means.
    public void listed(String name) throws IOException {
        Path file = path.resolve(name);
        entries.put(name, new FileEntry(Files.size(file), Sha256.of(file)));
    }

    /// Writes what lists the others.
    public void writeUnlisted(String name, String content) throws IOException {
        Files.writeString(path.resolve(name), content);
    }

    /// The files so far, with their digests.
    public Map<String, FileEntry> entries() {
        return entries;
    }

    /// Puts the folder in its place.
    public void become(Path target) throws IOException {
        Files.move(path, target);
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            new TemporaryFolder(path).close();
        }
    }
}
