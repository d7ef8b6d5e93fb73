// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Says what a file's SHA-256 is: by reading it, or by remembering it (see [RememberedDigests]).
public interface FileDigests {
    /// Reads every byte, every time.
    FileDigests READING = (file, content) -> Sha256.of(content.duplicate());

    /// The digest of a file as 64 hexadecimal digits.
    ///
    /// @param content all of the file, mapped or read; neither position nor limit are changed
    /// @throws java.io.UncheckedIOException when the file can't be read
    String sha256(Path file, ByteBuffer content);
}
