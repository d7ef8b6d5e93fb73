// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices;

import java.util.Map;
import java.util.function.Consumer;

/// How a virtual device reaches the broker: the port that a real MQTT client stands behind. Thread-safe.
public interface DeviceConnection extends AutoCloseable {
    /// A message that the device received. Immutable by convention: nobody writes to the payload.
    ///
    /// @param correlation Correlation Data as text; empty when there is none
    /// @param properties user properties; of a name that occurs several times, the last
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per message would be the larger fault
    record Received(String topic, byte[] payload, String correlation, Map<String, String> properties) {}

    /// Publishes at QoS 1 and returns when the broker has it.
    ///
    /// @param correlation Correlation Data, which comes back with the answer
    /// @throws java.io.UncheckedIOException when the broker refuses it or the connection is lost
    void publish(String topic, byte[] payload, String correlation);

    /// Subscribes at QoS 1.
    ///
    /// @param received called on the connection's thread: it must not block
    /// @throws java.io.UncheckedIOException when the broker refuses it or the connection is lost
    void subscribe(String topicFilter, Consumer<Received> received);

    @Override
    void close();
}
