// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.io.IOException;

/// Bytes that are not an MQTT packet this codec knows. The message names the packet and the byte in it.
public final class MalformedPacketException extends IOException {
    private static final long serialVersionUID = 1;

    private final int offset;

    MalformedPacketException(String packet, int offset, String what) {
        super("%s, byte %d: %s".formatted(packet, offset, what));
        this.offset = offset;
    }

    /// Counted from the byte after the fixed header.
    public int offset() {
        return offset;
    }
}
