// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceCancelledException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;

/// `TfLiteStatus`, turned into an exception in one place. Source: TensorFlow 2.21, `core/c/c_api_types.h`.
final class Status {
    private static final int OK = 0;
    private static final int DELEGATE_ERROR = 2;
    private static final int APPLICATION_ERROR = 3;
    private static final int UNRESOLVED_OPS = 7;
    private static final int CANCELLED = 8;

    private Status() {}

    static void check(int status, String what, ErrorReporter reporter) {
        if (status == OK) {
            return;
        }
        String text = what + " failed with status " + status + ": " + reporter.drain();
        throw switch (status) {
            case DELEGATE_ERROR, APPLICATION_ERROR -> new DelegateException(text);
            case UNRESOLVED_OPS ->
                new UnsupportedModelException(
                        text + ". The library lacks an operator of this model; convert it without custom or Flex ops.");
            case CANCELLED -> new InferenceCancelledException(what + " was cancelled");
            default -> new InferenceException(text);
        };
    }
}
