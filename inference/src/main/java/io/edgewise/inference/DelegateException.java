// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// A delegate refused the graph, failed, or left out what it must take. The caller may try another plan.
public final class DelegateException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public DelegateException(String message) {
        super(message);
    }

    /// @param cause what went wrong below
    public DelegateException(String message, Throwable cause) {
        super(message, cause);
    }
}
