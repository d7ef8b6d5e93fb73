// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

/// A changed configuration could not be applied; the former one runs on. The message is a sentence for people.
public final class ReloadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReloadException(String message) {
        super(message);
    }

    ReloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
