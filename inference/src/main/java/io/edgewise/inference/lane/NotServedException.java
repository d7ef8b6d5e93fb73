// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import java.io.Serial;

/// Nothing runs the model at this moment: a job of it has to wait, and is not at fault.
final class NotServedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NotServedException(ModelSlot slot) {
        super("model \"" + slot.name() + "\" is not served");
    }

    /// @param cause why it is not any more
    NotServedException(ModelSlot slot, Throwable cause) {
        super("model \"" + slot.name() + "\" is not served any more", cause);
    }
}
