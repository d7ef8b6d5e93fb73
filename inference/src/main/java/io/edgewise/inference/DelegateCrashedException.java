// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// The worker process that ran a delegate ended, or was ended because it hung. The caller runs the model on another
/// plan, and lets some time pass before it tries this delegate again.
public final class DelegateCrashedException extends DelegateException {
    private static final long serialVersionUID = 1L;

    public DelegateCrashedException(String message) {
        super(message);
    }
}
