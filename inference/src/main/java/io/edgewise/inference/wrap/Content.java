// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// What stands in a file: one of the caller's, which is read when it is needed, or one that was behind a model.
interface Content {
    static Content of(Path file) {
        return () -> Files.newInputStream(file);
    }

    static Content of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    /// From the beginning, each time.
    InputStream open() throws IOException;
}
