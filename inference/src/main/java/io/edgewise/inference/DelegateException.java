// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// A delegate refused the graph, failed, or left out what it must take. The caller may try another plan.
public sealed class DelegateException extends InferenceException permits DelegateCrashedException {
    private static final long serialVersionUID = 1L;

    public DelegateException(String message) {
        super(message);
    }

    /// @param cause what went wrong below
    public DelegateException(String message, Throwable cause) {
        super(message, cause);
    }
}
