// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A Network Connection that could not be made, was refused, went silent or broke. The message says which.
public final class ConnectionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NONE = -1;

    private final int reasonCode;

    ConnectionFailedException(String message, @Nullable Throwable cause) {
        this(message, cause, NONE);
    }

    private ConnectionFailedException(String message, @Nullable Throwable cause, int reasonCode) {
        super(message, cause);
        this.reasonCode = reasonCode;
    }

    static ConnectionFailedException refused(String clientId, Packet.Connack connack) {
        String message = "client \"%s\": CONNECT refused with reason code %s %s"
                .formatted(clientId, ReasonCode.show(connack.reasonCode()), connack.properties());
        return new ConnectionFailedException(message, null, connack.reasonCode());
    }

    /// The CONNACK's code when the Server refused; empty for every other failure.
    public OptionalInt reasonCode() {
        return reasonCode == NONE ? OptionalInt.empty() : OptionalInt.of(reasonCode);
    }
}
