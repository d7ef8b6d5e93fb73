// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Templates as model families publish them, written after their documentation, and what jinja2 makes of them.
public final class Families {
    private Families() {}

    /// A template of `src/test/resources`, by its family's name.
    public static String template(String family) {
        return new String(bytes(family + ".jinja"), StandardCharsets.UTF_8);
    }

    /// A block of keys of `src/test/resources`.
    public static Mapping json(String name) {
        return (Mapping) JsonDocument.parse(bytes(name));
    }

    /// What must be in a block.
    public static DocumentNode node(Mapping mapping, String key) {
        return Objects.requireNonNull(mapping.entries().get(key), key);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Families.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
