// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;
import java.util.List;

/// A model of which no bundle can be made: it is not for texts, or something that belongs to it is missing. The
/// message lists everything.
public final class WrapException extends InferenceException {
    private static final long serialVersionUID = 1L;

    /// @param model the file or folder that a bundle is made of
    public WrapException(Path model, List<String> problems) {
        super("no bundle can be made of " + model + ": " + String.join("\n  ", problems));
    }
}
