// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.mqtt.TopicTemplate;
import java.time.Duration;

/// How much one publisher of a route may send; the surplus becomes dead letters. Immutable.
///
/// MQTT does not tell a subscriber who published, so a publisher is what its topics say.
///
/// @param messages that may come at once, and in each `per` after that
/// @param per in which so many are allowed
/// @param by what tells publishers apart, of the source topic
public record PublisherQuota(int messages, Duration per, TopicTemplate by) {}
