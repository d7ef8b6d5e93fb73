// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

/// A command ends here, with a sentence for the person and a code for the script.
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    CommandFailed(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
