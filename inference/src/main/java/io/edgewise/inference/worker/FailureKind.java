// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.UnsupportedModelException;
import java.util.Arrays;

/// What became of a request, as one byte on the wire.
enum FailureKind {
    DELEGATE(1),
    UNSUPPORTED_MODEL(2),
    NATIVE_LIBRARY(3),
    INFERENCE(4),
    /// An exception that is none of ours: a defect in the worker.
    DEFECT(5);

    /// The byte for a request that was done.
    static final int DONE = 0;

    private final int code;

    FailureKind(int code) {
        this.code = code;
    }

    static FailureKind of(Throwable failure) {
        return switch (failure) {
            case DelegateException e -> DELEGATE;
            case UnsupportedModelException e -> UNSUPPORTED_MODEL;
            case NativeLibraryException e -> NATIVE_LIBRARY;
            case InferenceException e -> INFERENCE;
            default -> DEFECT;
        };
    }

    static FailureKind of(int code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code)
                .findFirst()
                .orElse(DEFECT);
    }

    int code() {
        return code;
    }

    InferenceException exception(String text) {
        return switch (this) {
            case DELEGATE -> new DelegateException(text);
            case UNSUPPORTED_MODEL -> new UnsupportedModelException(text);
            case NATIVE_LIBRARY -> new NativeLibraryException(text);
            case INFERENCE, DEFECT -> new InferenceException(text);
        };
    }
}
