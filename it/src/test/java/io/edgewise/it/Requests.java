// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Property;

/// Requests and answers of MQTT 5 (section 4.10) with the plain-socket client.
final class Requests {
    private Requests() {}

    static Publish request(String topic, String text, String responseTopic, String correlation) {
        Properties properties = Properties.NONE
                .with(Property.RESPONSE_TOPIC, responseTopic)
                .with(Property.CORRELATION_DATA, Bytes.utf8(correlation));
        return new Publish(topic, Bytes.utf8(text), 1, false, false, 0, properties);
    }

    /// The first value of a user property; empty when there is none.
    static String user(Publish publish, String name) {
        return publish.properties().user(name).orElse("");
    }

    static String correlation(Publish answer) {
        return answer.properties()
                .binary(Property.CORRELATION_DATA)
                .map(Bytes::text)
                .orElse("");
    }
}
