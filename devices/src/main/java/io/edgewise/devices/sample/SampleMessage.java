// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.sample;

import java.nio.charset.StandardCharsets;

/// One message of a sample device. Immutable by convention: nobody writes to the payload.
///
/// @param topic where the device publishes
/// @param payload what it sends
/// @param shown how a person would see it
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleMessage(String topic, byte[] payload, String shown) {
    static SampleMessage text(String topic, String text) {
        return new SampleMessage(topic, text.getBytes(StandardCharsets.UTF_8), text);
    }

    static SampleMessage alarm(String machine, int number, String message) {
        String json = "{\"id\":\"" + machine + "-" + number + "\",\"severity\":2,\"message\":\""
                + message.replace("\"", "\\\"") + "\"}";
        return new SampleMessage("machines/" + machine + "/alarm", json.getBytes(StandardCharsets.UTF_8), message);
    }

    static SampleMessage bytes(String topic, byte[] payload, String shown) {
        return new SampleMessage(topic, payload, shown);
    }
}
