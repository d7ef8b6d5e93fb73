// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;
import java.util.List;

/// A bundle that can't be used: missing, incomplete, changed since it was made, or wrong on this board. Fatal for the
/// bundle; the message lists everything that is wrong with it.
public final class BundleException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public BundleException(Path bundle, String problem) {
        super("bundle " + bundle + ": " + problem);
    }

    public BundleException(Path bundle, List<?> problems) {
        this(bundle, String.join("\n  ", problems.stream().map(Object::toString).toList()));
    }
}
