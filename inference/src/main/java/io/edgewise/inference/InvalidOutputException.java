// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// The model ran and its output can't be an answer: not a number, or infinite. Its weights or its delegate are
/// damaged.
public final class InvalidOutputException extends InferenceException {
    private static final long serialVersionUID = 1L;

    /// @param output what was wrong, for example `the model's output "intent" is not finite`
    public InvalidOutputException(String output) {
        super(output + ": its weights or its delegate are damaged");
    }
}
