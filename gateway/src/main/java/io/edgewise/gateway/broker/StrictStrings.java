// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.broker;

import io.edgewise.gateway.mqtt.Utf8EncodedString;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/// Ends the connection of a Client that sends control characters or non-characters in what is passed on to
/// others, as Mosquitto does. Artemis passes them on, and Paho ends the receiver's connection for each, again at
/// every redelivery: one such message would stop a route for ever.
///
/// Thread-safe: it has no state. Source: MQTT 5.0 section 1.5.4.
final class StrictStrings implements MQTTInterceptor {
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        return switch (packet) {
            case MqttPublishMessage publish ->
                isFit(publish.variableHeader().topicName())
                        && isFit(publish.variableHeader().properties());
            case MqttConnectMessage connect ->
                isFit(connect.payload().willTopic()) && isFit(connect.payload().willProperties());
            default -> true;
        };
    }

    private static boolean isFit(@Nullable String text) {
        return text == null || Utf8EncodedString.isFit(text);
    }

    private static boolean isFit(@Nullable MqttProperties properties) {
        return properties == null || properties.listAll().stream().allMatch(StrictStrings::isFit);
    }

    private static boolean isFit(MqttProperty<?> property) {
        return switch (property.value()) {
            case String text -> isFit(text);
            case List<?> pairs -> pairs.stream().allMatch(StrictStrings::isFitPair);
            default -> true;
        };
    }

    private static boolean isFitPair(Object pair) {
        return pair instanceof StringPair named && isFit(named.key) && isFit(named.value);
    }
}
