// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.InferenceException;

/// A text has more tokens than the model can look at.
public final class ContextFullException extends InferenceException {
    private static final long serialVersionUID = 1;

    ContextFullException(int tokens, int most) {
        super("the text has " + tokens + " tokens with those that answer it, the context has room for " + most
                + ": shorten it, or raise the context of the model");
    }
}
