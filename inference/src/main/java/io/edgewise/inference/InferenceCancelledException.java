// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// The run was cancelled by somebody who has no more use for its answer. Nothing is wrong with model or input.
public final class InferenceCancelledException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public InferenceCancelledException(String message) {
        super(message);
    }
}
