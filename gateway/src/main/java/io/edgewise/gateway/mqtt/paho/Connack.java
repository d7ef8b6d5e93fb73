// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// What the Server said when it accepted a connection. Immutable.
///
/// Source: MQTT 5.0 section 3.2.2.
///
/// @param receiveMaximum publishes that may be unacknowledged at once
/// @param maximumPacketBytes largest packet that the Server accepts
record Connack(boolean sessionPresent, int receiveMaximum, long maximumPacketBytes) {
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    static Connack of(IMqttToken token) {
        MqttProperties properties = token.getResponseProperties();
        Integer receiveMaximum = properties == null ? null : properties.getReceiveMaximum();
        Long packetBytes = properties == null ? null : properties.getMaximumPacketSize();
        return new Connack(
                token.getSessionPresent(),
                receiveMaximum == null ? DEFAULT_RECEIVE_MAXIMUM : receiveMaximum,
                packetBytes == null ? Long.MAX_VALUE : packetBytes);
    }

    /// What this client can't cope with, or an empty text.
    String fault() {
        // Paho reads the two bytes as a signed number, so that every publish would then fail (paho.mqtt.java#1006).
        return receiveMaximum > 0
                ? ""
                : "the broker announces a Receive Maximum above 32767, which the MQTT client can't use: set"
                        + " max_inflight_messages to at most 32767";
    }
}
