// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.time.Duration;
import java.util.Optional;

/// A message for the Server, sent at QoS 1. Immutable.
///
/// @param retain whether the Server keeps it for later subscribers
/// @param wantedFor how long after the hand-over it may still be sent; empty for ever
public record OutgoingPublish(
        TopicName topic, Payload payload, boolean retain, PublishProperties properties, Optional<Duration> wantedFor) {
    /// One that is wanted however late it is.
    public OutgoingPublish(TopicName topic, Payload payload, boolean retain, PublishProperties properties) {
        this(topic, payload, retain, properties, Optional.empty());
    }
}
