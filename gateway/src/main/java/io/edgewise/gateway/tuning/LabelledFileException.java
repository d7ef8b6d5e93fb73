// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;

/// A file of labelled lines that can't be used; the message says which line, what was expected, and what to do.
public final class LabelledFileException extends InferenceException {
    private static final long serialVersionUID = 1L;

    LabelledFileException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
