// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

/// A version of the protocol, by the Protocol Version byte of CONNECT (MQTT 5.0 section 3.1.2.2).
public enum Version {
    /// What most devices in the field speak: no properties, no reason code in PUBACK.
    V3_1_1(4),
    /// The version the gateway speaks.
    V5(5);

    private final int level;

    Version(int level) {
        this.level = level;
    }

    /// The byte on the wire.
    public int level() {
        return level;
    }
}
