// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// Something in this module can't do what it was asked to. The message names what, where, the limit and what to do.
///
/// The subtypes say what the caller should do next: see each.
public class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
