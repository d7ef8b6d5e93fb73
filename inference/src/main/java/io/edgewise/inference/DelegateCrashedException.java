// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// The worker process that ran a delegate ended, or was ended because it hung. The caller runs the model on another
/// plan, and lets some time pass before it tries this delegate again.
public final class DelegateCrashedException extends DelegateException {
    private static final long serialVersionUID = 1L;

    /// Whether the failed call ended it.
    private final boolean ownFault;

    /// @param ownFault see [#isOwnFault()]
    public DelegateCrashedException(String message, boolean ownFault) {
        super(message);
        this.ownFault = ownFault;
    }

    /// Whether the model whose call failed has ended the worker: no other model's call was in progress then, or
    /// its call is the one that hung. False for all that share a worker when that can't be said, and when
    /// somebody ended it from outside with a signal that asks for it: then the failure says nothing of the
    /// delegate with this model.
    public boolean isOwnFault() {
        return ownFault;
    }
}
