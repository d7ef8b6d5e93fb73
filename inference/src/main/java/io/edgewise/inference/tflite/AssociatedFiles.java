// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.document.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The files behind a model: vocabularies and labels in an archive that follows the graph, in one file with it.
/// Immutable; the file is read at each call.
///
/// @param model the `.tflite` file
/// @param names of the files, in the archive's order
public record AssociatedFiles(Path model, List<String> names) {
    private static final int MOST_NAME = 200;

    public AssociatedFiles {
        names = List.copyOf(names);
    }

    /// Looks for an archive; a model without one has no files.
    ///
    /// @throws UnsupportedModelException when the file can't be read, or a name in the archive is no name of a file
    public static AssociatedFiles of(Path model) {
        try (ZipFile zip = new ZipFile(model.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            for (String name : names) {
                if (!isPlain(name)) {
                    throw new UnsupportedModelException("model file " + model + " has a file behind it whose name is"
                            + " none: \"" + Printable.line(name) + "\"");
                }
            }
            return new AssociatedFiles(model, names);
        } catch (ZipException e) {
            return new AssociatedFiles(model, List.of());
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    /// Whether a file of this name could stand in a folder, and nowhere else.
    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= MOST_NAME
                && !name.startsWith(".")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.equals(Printable.line(name));
    }

    /// The content of a file; empty when there is none of this name.
    ///
    /// @param most bytes that it may have; a small archive can hold a large file
    /// @throws UnsupportedModelException when it is damaged or too large
    public Optional<byte[]> read(String name, int most) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(model.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new UnsupportedModelException(
                        "file " + name + " behind model " + model + " has more than " + most + " bytes");
            }
            return Optional.of(content);
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    private static UnsupportedModelException unreadable(Path model, IOException e) {
        return new UnsupportedModelException("the files behind model " + model + " can't be read: " + e.getMessage());
    }
}
