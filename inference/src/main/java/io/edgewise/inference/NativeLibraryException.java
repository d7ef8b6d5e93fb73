// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// The native TensorFlow Lite library can't be used on this machine. Fatal: nothing can be inferred without it.
public final class NativeLibraryException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public NativeLibraryException(String message) {
        super(message);
    }

    public NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
