// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;

/// A file of a checkpoint can't be read: it is missing, damaged, or not what its name says. Another copy is needed.
public final class CheckpointException extends InferenceException {
    private static final long serialVersionUID = 1L;

    /// @param sentence what is said of the file, without its name
    public CheckpointException(Path file, String sentence) {
        super(file + " " + sentence);
    }

    /// The same, with what led to it.
    public CheckpointException(Path file, String sentence, Throwable cause) {
        super(file + " " + sentence, cause);
    }
}
