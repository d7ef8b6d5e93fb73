// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What the model cards of all imports have, in Markdown.
public final class CardText {
    private CardText() {}

    /// The files that weights were read from, with their digests.
    public static String sources(List<Path> files) {
        return files.stream()
                .map(file -> "`" + file.getFileName() + "` (SHA-256 `" + Sha256.of(file) + "`)")
                .collect(Collectors.joining(", "));
    }

    /// The notes, a line each.
    public static String concluded(Findings findings) {
        return findings.notes().isEmpty()
                ? "Nothing: everything was said."
                : findings.notes().stream().map(note -> "- " + note).collect(Collectors.joining("\n"));
    }
}
