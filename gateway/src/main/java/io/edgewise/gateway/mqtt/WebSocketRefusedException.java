// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;

/// The Server does not speak MQTT through WebSocket at that address. The message is a sentence for an operator.
public final class WebSocketRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    WebSocketRefusedException(String message) {
        super(message);
    }
}
