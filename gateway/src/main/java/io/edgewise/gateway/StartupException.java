// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

/// The gateway can't start because of something outside its configuration: a port that is taken, a broker inside
/// the process that does not come up. Trying again later may help.
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
