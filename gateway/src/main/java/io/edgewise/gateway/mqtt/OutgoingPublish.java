// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// A message for the Server, sent at QoS 1. Immutable.
///
/// @param retain whether the Server keeps it for later subscribers
public record OutgoingPublish(TopicName topic, Payload payload, boolean retain, PublishProperties properties) {}
