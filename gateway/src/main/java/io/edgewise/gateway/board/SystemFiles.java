// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The small files in which a kernel tells of its machine, below one root folder. What is not there, can't be read
/// or makes no sense is empty: boards differ, and a part of a chip that sleeps answers with an error. Immutable.
///
/// @param root `/`, or a folder of a test that looks like it
record SystemFiles(Path root) {
    /// A file's text, without the NULs that end the strings of a device tree, and without blanks around it.
    Optional<String> text(String path) {
        return text(root.resolve(path));
    }

    static Optional<String> text(Path file) {
        try {
            String text = Files.readString(file).replace('\0', '\n').strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty(); // also for bytes that are no UTF-8
        }
    }

    /// A file with a whole number.
    ///
    /// @param radix 10, or 16 with or without `0x` before it
    static OptionalLong number(Path file, int radix) {
        try {
            String text = text(file).orElse("");
            String digits = radix == 16 && text.startsWith("0x") ? text.substring(2) : text;
            return OptionalLong.of(Long.parseLong(digits, radix));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// What a folder has that matches a glob, by name.
    List<Path> children(String folder, String glob) {
        return children(root.resolve(folder), glob);
    }

    static List<Path> children(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, glob)) {
            children.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // virtual machines have none of them
        }
        Collections.sort(found);
        return found;
    }
}
