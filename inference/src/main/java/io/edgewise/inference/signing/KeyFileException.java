// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;

/// A key can't be read or made: missing, of another kind, damaged, or in the way. Fatal for what needs the key.
public final class KeyFileException extends InferenceException {
    private static final long serialVersionUID = 1L;

    KeyFileException(Path file, String problem) {
        super("key file " + file + " " + problem);
    }

    KeyFileException(Path file, String problem, Throwable cause) {
        super("key file " + file + " " + problem, cause);
    }
}
